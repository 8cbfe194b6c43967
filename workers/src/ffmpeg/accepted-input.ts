/**
 * What a file from outside may make ffmpeg do. The same flags stand before every input of a user's file: a
 * playlist disguised as a video would otherwise read other files of this machine or call out into the network,
 * and a small file can claim a picture of gigabytes.
 */
export interface InputLimits {
  /** Width times height of one picture. */
  readonly maxPixels: number
  /** Tracks of every kind. */
  readonly maxStreams: number
}

/** Bounds what one table or picture of a file may ask for: a picture of 4K in 10 bit takes 57 MB. */
const MAX_BLOCK_BYTES = 256 * 1024 ** 2

/** Demuxers. No playlists, no image sequences, nothing that names other files. */
const formats = ['mov', 'mp4', 'm4a', '3gp', '3g2', 'mj2', 'matroska', 'webm', 'avi', 'mpegts', 'mpeg']

export const videoCodecs: readonly string[] = [
  'h264',
  'hevc',
  'vp8',
  'vp9',
  'av1',
  'mpeg4',
  'h263',
  'mpeg1video',
  'mpeg2video',
  'mjpeg',
  'prores',
]

export const soundCodecs: readonly string[] = [
  'aac',
  'mp3',
  'mp2',
  'ac3',
  'eac3',
  'opus',
  'vorbis',
  'flac',
  'alac',
  'amr_nb',
  'amr_wb',
  'pcm_s16le',
  'pcm_s16be',
  'pcm_s24le',
  'pcm_s24be',
  'pcm_s32le',
  'pcm_f32le',
  'pcm_u8',
  'pcm_mulaw',
  'pcm_alaw',
]

/** Decoders go by names of their own where they differ from the codec's. */
const decoders = [
  ...videoCodecs,
  ...soundCodecs,
  'libdav1d',
  'libopus',
  'mp3float',
  'mp2float',
  'amrnb',
  'amrwb',
  // Not decoded by us, but phones and cameras add such tracks, and the probe of the whole file fails without.
  'mov_text',
  'subrip',
  'srt',
  'ass',
  'ssa',
  'webvtt',
]

/**
 * The words before an input. `source` is what `localFile` or `ownReader` gave; anything else is a mistake of ours
 * and throws. What is not said here is off by itself: mov's `enable_drefs` and `use_absolute_path`, which follow
 * what a file says about other files, are options that every other demuxer refuses to be told.
 */
export function inputArgs({ maxPixels, maxStreams }: InputLimits, source: string): string[] {
  return [
    '-protocol_whitelist',
    protocolsFor(source).join(','),
    '-format_whitelist',
    formats.join(','),
    '-codec_whitelist',
    decoders.join(','),
    '-max_pixels',
    String(maxPixels),
    '-max_streams',
    String(maxStreams),
    '-max_alloc',
    String(MAX_BLOCK_BYTES),
  ]
}

/** A path that cannot be taken for an option or for another protocol. */
export function localFile(path: string): string {
  if (!path.startsWith('/')) throw new Error('a local file is named by its whole path')
  return `file:${path}`
}

const OWN_READER = /^http:\/\/127\.0\.0\.1:([1-9]\d{0,4})\/[\w-]+(\/[\w-]+)*$/

/** An address of this process's own reader, which hands out one file on the loopback interface. */
export function ownReader(address: string): string {
  if (Number(OWN_READER.exec(address)?.[1] ?? 65_536) > 65_535)
    throw new Error('only the worker’s own reader is an input')
  return address
}

/** A file needs no network, and the reader no files. */
function protocolsFor(source: string): string[] {
  if (source.startsWith('file:/')) return ['file']
  ownReader(source)
  return ['http', 'tcp']
}

/**
 * What a file from outside may make ffmpeg do. The same flags stand before every input of a user's file: a
 * playlist disguised as a video would otherwise read other files of this machine or call out into the network,
 * and a small file can claim a picture of gigabytes.
 */
export interface InputLimits {
  /** Width times height of one picture. */
  readonly maxPixels: number
}

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
  'webvtt',
]

/** `address` is a file of this machine (`file:/…`) or the worker's own reader on its loopback. */
export function inputArgs({ maxPixels }: InputLimits, address: string): string[] {
  return [
    '-protocol_whitelist',
    protocolsFor(address),
    '-format_whitelist',
    formats.join(','),
    '-codec_whitelist',
    decoders.join(','),
    '-max_pixels',
    String(maxPixels),
  ]
}

function protocolsFor(address: string): string {
  if (address.startsWith('file:/')) return 'file'
  if (/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]+$/.test(address)) return 'http,tcp'
  throw new Error('an input is a local file or the worker’s own reader')
}

/** A path that cannot be taken for an option or for another protocol. */
export function localFile(path: string): string {
  if (!path.startsWith('/')) throw new Error('a local file is named by its whole path')
  return `file:${path}`
}

import type { ReferenceCommand, ReferenceJob } from './reference.ts'
import { shortSide } from './rungs.ts'

/**
 * Source: github.com/Chocobozzz/PeerTube, each file as it was at the commit named.
 *
 * - packages/ffmpeg/src/ffmpeg-default-transcoding-profile.ts (01808d9e), the x264 builder for VOD: `-preset veryfast`,
 *   `-maxrate:v` the target, `-bufsize:v` twice that, `-b_strategy 1`, `-bf 16`, `-r FPS`; no `-crf`, so x264's 23.
 *   The AAC builder: `-channel_layout stereo`, and no rate where the source is AAC of at most 384 kbit/s.
 * - packages/ffmpeg/src/shared/encoder-options.ts (034e1bf3): `-max_muxing_queue_size 1024`, `-map_metadata -1`,
 *   `-pix_fmt yuv420p`, `-g:v` two seconds of pictures.
 * - packages/ffmpeg/src/shared/presets.ts (1d1ac573): `-movflags faststart`, `-vf scale=…`.
 * - packages/ffmpeg/src/ffmpeg-vod.ts (d7562e0b): `w=-2:h=RESOLUTION`, for portrait `w=RESOLUTION:h=-2`; for HLS `-hls_time 4
 *   -hls_list_size 0 -hls_playlist_type vod -hls_segment_type fmp4 -f hls -hls_flags single_file`; there the sound
 *   is encoded again with each resolution and never copied (its issue 6438).
 * - packages/ffmpeg/src/ffmpeg-command-wrapper.ts (1a5c4ff1): `-threads` only where the setting is above 0; here all threads.
 * - packages/core-utils/src/videos/bitrate.ts (b6b1aaa5): the target is so many bits for a pixel, held between a least and the
 *   source's own rate and 30 %.
 * - server/core/lib/transcoding/shared/job-builders/abstract-job-builder.ts (0920f5fa): one job for each resolution.
 *
 * Its thumbnails, its storyboard, its torrents and the copy between the file for download and the one for HLS are
 * left out: that favours it. A source of 14 Mbit/s is above what it takes over without encoding (0.17 bits for a
 * pixel, 10.6 Mbit/s here), so its top is encoded as well.
 */
export function peerTube({ input, rungs, dir }: ReferenceJob): readonly ReferenceCommand[] {
  const ratio = input.width / input.height
  return rungs.map((rung) => {
    const resolution = shortSide(rung)
    const target = targetBitrate(resolution, ratio, input.kbit * 1_000)
    return [
      ...['-v', 'error', '-nostdin', '-y', '-i', input.file],
      ...['-acodec', 'aac', '-vcodec', 'libx264', '-movflags', 'faststart'],
      ...['-max_muxing_queue_size', '1024', '-map_metadata', '-1', '-pix_fmt', 'yuv420p'],
      ...['-channel_layout', 'stereo'],
      ...['-vf', ratio < 1 ? `scale=w=${resolution}:h=-2` : `scale=w=-2:h=${resolution}`],
      ...['-preset', 'veryfast', '-maxrate:v', String(target), '-bufsize:v', String(target * 2)],
      ...[
        '-b_strategy',
        '1',
        '-bf',
        '16',
        '-r',
        String(PICTURES_PER_SECOND),
        '-g:v',
        String(PICTURES_PER_SECOND * 2),
      ],
      ...['-hls_time', '4', '-hls_list_size', '0', '-hls_playlist_type', 'vod'],
      ...['-hls_segment_filename', `${dir}/${resolution}-fragmented.mp4`, '-hls_segment_type', 'fmp4'],
      ...['-f', 'hls', '-hls_flags', 'single_file', `${dir}/${resolution}.m3u8`],
    ]
  })
}

const PICTURES_PER_SECOND = 30
const LEAST_BITS_PER_PIXEL = 0.02
const averageBitsPerPixel: readonly (readonly [resolution: number, bits: number])[] = [
  [1080, 0.1],
  [720, 0.11],
  [480, 0.12],
  [360, 0.15],
  [240, 0.17],
  [144, 0.19],
]

/** Bits per second for a resolution, as PeerTube chooses them. */
export function targetBitrate(resolution: number, ratio: number, sourceBitrate: number): number {
  const pixels = resolution * (ratio < 1 ? resolution / ratio : resolution * ratio)
  const [, bits] = averageBitsPerPixel.find(([atLeast]) => atLeast <= resolution) ?? [0, 0]
  const rate = (perPixel: number): number => Math.floor(pixels * PICTURES_PER_SECOND * perPixel)
  return Math.floor(Math.max(rate(LEAST_BITS_PER_PIXEL), Math.min(rate(bits), sourceBitrate * 1.3)))
}

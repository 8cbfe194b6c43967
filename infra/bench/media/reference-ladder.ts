import type { ReferenceCommand, ReferenceJob } from './reference.ts'
import type { ReferenceRung } from './rungs.ts'

const PICTURES_PER_SECOND = 30

/**
 * Source: our own hand. What anybody would write who knows ffmpeg and wants these renditions with the least work:
 * one process, one decode, each size scaled from the one before, one sound, HLS in fMP4 with segments of 4 s. No
 * poster, no storyboard, no peaks, no levelled sound, no reading over a line and no storing.
 */
export function plainLadder({ input, rungs, threads, dir }: ReferenceJob): ReferenceCommand {
  return [
    ...opening(threads, input.file),
    ...['-filter_complex', cascade(rungs)],
    ...rungs.flatMap((rung, i) => encoded(rung, i, threads)),
    ...sound,
    ...hls(rungs.length, dir),
  ]
}

/** The same with the clip's own pictures for the top. */
export function plainLadderTopCopied({ input, rungs, threads, dir }: ReferenceJob): ReferenceCommand {
  const lower = rungs.slice(1)
  return [
    ...opening(threads, input.file),
    ...['-filter_complex', cascade(lower)],
    ...['-map', '0:v:0', '-c:v:0', 'copy'],
    ...lower.flatMap((rung, i) => encoded(rung, i, threads, i + 1)),
    ...sound,
    ...hls(rungs.length, dir),
  ]
}

/**
 * Source: our own hand. One process for each rendition, one after the other, with the same settings: what is done
 * where every rendition is a job of its own. The sound goes with the first.
 */
export function perRendition({ input, rungs, threads, dir }: ReferenceJob): readonly ReferenceCommand[] {
  return rungs.map((rung, i) => [
    ...opening(threads, input.file),
    ...['-filter_complex', cascade([rung])],
    ...encoded(rung, 0, threads),
    ...(i === 0 ? sound : []),
    ...hls(1, dir, { soundToo: i === 0, prefix: `${rung.height}-` }),
  ])
}

export const opening = (threads: number, file: string): readonly string[] => [
  ...['-v', 'error', '-nostdin', '-y', '-threads', String(threads), '-i', file],
]

/** `[v0]`, `[v1]` and so on, each scaled from the one before. */
export function cascade(rungs: readonly Pick<ReferenceRung, 'width' | 'height'>[]): string {
  return rungs
    .map(({ width, height }, i) => {
      const from = i === 0 ? `[0:v:0]fps=${PICTURES_PER_SECOND},` : `[c${i}]`
      const scaled = `${from}scale=${width}:${height}:flags=bicubic,setsar=1`
      return i === rungs.length - 1
        ? `${scaled},format=yuv420p[v${i}]`
        : `${scaled},format=yuv420p,split=2[v${i}][c${i + 1}]`
    })
    .join(';')
}

/** Keyframes every two seconds in all of them. */
export function encoded(
  rung: ReferenceRung,
  filter: number,
  threads: number,
  stream = filter,
): readonly string[] {
  const gop = String(PICTURES_PER_SECOND * 2)
  return [
    ...['-map', `[v${filter}]`, `-c:v:${stream}`, 'libx264', `-profile:v:${stream}`, 'high'],
    ...[`-preset:v:${stream}`, rung.preset, `-crf:v:${stream}`, String(rung.crf)],
    ...[`-maxrate:v:${stream}`, `${rung.maxKbit}k`, `-bufsize:v:${stream}`, `${rung.maxKbit * 2}k`],
    ...[`-g:v:${stream}`, gop, `-keyint_min:v:${stream}`, gop, `-sc_threshold:v:${stream}`, '0'],
    ...[`-force_key_frames:v:${stream}`, 'expr:gte(t,n_forced*2)', `-threads:v:${stream}`, String(threads)],
  ]
}

const sound: readonly string[] = ['-map', '0:a:0', '-c:a', 'aac', '-b:a', '96k']

function hls(
  pictures: number,
  dir: string,
  { soundToo = true, prefix = '' }: { soundToo?: boolean; prefix?: string } = {},
): readonly string[] {
  const variants = [
    ...Array.from({ length: pictures }, (_, i) => `v:${i}${soundToo ? ',agroup:sound' : ''},name:v${i}`),
    ...(soundToo ? ['a:0,agroup:sound,name:sound'] : []),
  ]
  // The name is only filled in where there are several.
  const each = variants.length > 1 ? '%v' : 'v0'
  return [
    ...['-map_metadata', '-1', '-f', 'hls', '-hls_time', '4', '-hls_playlist_type', 'vod'],
    ...['-hls_segment_type', 'fmp4', '-hls_flags', 'independent_segments'],
    ...['-hls_fmp4_init_filename', `${prefix}${each}-init.mp4`],
    ...['-hls_segment_filename', `${dir}/${prefix}${each}-%05d.m4s`],
    ...['-var_stream_map', variants.join(' '), `${dir}/${prefix}%v.m3u8`],
  ]
}

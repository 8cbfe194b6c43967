import { type FrameRate, perSecond } from './frame-rate.ts'
import { initOf, segmentOf, segmentSeconds } from './rendition-files.ts'

/** One piece of a rendition and how long it plays. */
export interface Segment {
  readonly file: string
  readonly durationMs: number
}

export interface MediaPlaylist {
  /** The header file every segment needs. */
  readonly initFile: string
  readonly segments: readonly Segment[]
  readonly durationMs: number
}

/** Reads a finished playlist that ffmpeg wrote. Throws when it is not whole. */
export function parseMediaPlaylist(text: string): MediaPlaylist {
  const lines = text.split(/\r?\n/)
  const initFile = /^#EXT-X-MAP:URI="([^"/]+)"/m.exec(text)?.[1]
  if (initFile === undefined || !lines.includes('#EXT-X-ENDLIST')) throw new Error('playlist is not whole')
  const segments: Segment[] = []
  for (const [i, line] of lines.entries()) {
    const seconds = /^#EXTINF:([\d.]+)/.exec(line)?.[1]
    const file = lines[i + 1]
    if (seconds === undefined) continue
    if (!file || file.startsWith('#') || file.includes('/')) throw new Error('playlist names no file')
    segments.push({ file, durationMs: Number(seconds) * 1_000 })
  }
  if (segments.length === 0) throw new Error('playlist is empty')
  return { initFile, segments, durationMs: Math.round(lengthOf(segments)) }
}

export const lengthOf = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { durationMs }) => sum + durationMs, 0)

/**
 * A rendition that is whole, or whose every segment is known before it is made: to a player the same. RFC 8216, 4.3.
 * `neighbours` are the segments of the renditions it stands beside, as far as they may be longer than its own.
 */
export function mediaPlaylistText(
  name: string,
  segments: readonly Segment[],
  neighbours: readonly Segment[] = [],
): string {
  // 4.3.3.1: each duration, rounded, is at most the target; 6.2.4: which is the same in all renditions.
  const rounded = [...segments, ...neighbours].map(({ durationMs }) => Math.round(durationMs / 1_000))
  const target = Math.max(segmentSeconds, ...rounded)
  return `${[
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${target}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MAP:URI="${initOf(name)}"`,
    ...segments.flatMap(({ file, durationMs }) => [`#EXTINF:${(durationMs / 1_000).toFixed(6)},`, file]),
    '#EXT-X-ENDLIST',
  ].join('\n')}\n`
}

/**
 * The segments that an even rendition of this length will have: each begins at the first picture (or sound packet)
 * at or after a multiple of the segment's length. The last is listed only if it has more than a few pictures, so
 * that nothing is announced that rounding might take away.
 */
export function segmentsAhead(name: string, durationMs: number, rate: FrameRate): Segment[] {
  const each = perSecond(rate)
  const all = Math.round((durationMs / 1_000) * each)
  const startOf = (index: number) => Math.ceil(index * segmentSeconds * each - 1e-9)
  const starts = [0]
  while (startOf(starts.length) < all - 3) starts.push(startOf(starts.length))
  return starts.map((start, index) => ({
    file: segmentOf(name, index),
    durationMs: (((starts[index + 1] ?? Math.max(all, start + 1)) - start) * 1_000) / each,
  }))
}

/** The segments of a rendition that is cut at given keyframes: at the first at or after each multiple of their length. */
export function segmentsAtKeyframes(
  name: string,
  keyframesMs: readonly number[],
  startMs: number,
  endMs: number,
): Segment[] {
  const cuts = [startMs]
  for (const atMs of keyframesMs)
    if (atMs > startMs && atMs - startMs >= cuts.length * segmentSeconds * 1_000 - 1e-3) cuts.push(atMs)
  return cuts.map((cutMs, index) => ({
    file: segmentOf(name, index),
    durationMs: Math.max(1, (cuts[index + 1] ?? endMs) - cutMs),
  }))
}

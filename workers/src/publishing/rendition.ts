import type { WrittenFile } from '@cuepoint/db'
import { type Bandwidth, type MeasuredSegment, measureBandwidth } from '../ffmpeg/master-playlist.ts'
import { lengthOf, type Segment } from '../ffmpeg/media-playlist.ts'
import { initOf } from '../ffmpeg/rendition-files.ts'

/** A rendition of which every segment is in storage. */
export interface WholeRendition {
  readonly name: string
  readonly segments: readonly MeasuredSegment[]
  readonly durationMs: number
  readonly bandwidth: Bandwidth
}

/** The segments that are in storage without a gap from the first on, with what they weigh; undefined where there is none. */
export function renditionOf(
  name: string,
  segments: readonly Segment[],
  stored: ReadonlyMap<string, Pick<WrittenFile, 'sizeBytes'>>,
): WholeRendition | undefined {
  if (!stored.has(initOf(name))) return undefined
  const whole: MeasuredSegment[] = []
  for (const segment of segments) {
    const found = stored.get(segment.file)
    if (!found) break
    whole.push({ ...segment, sizeBytes: found.sizeBytes })
  }
  if (whole.length === 0) return undefined
  return { name, segments: whole, durationMs: lengthOf(whole), bandwidth: measureBandwidth(whole) }
}

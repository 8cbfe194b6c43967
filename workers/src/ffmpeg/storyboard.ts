import { keyframeSeconds } from './rendition-files.ts'

/** Small pictures of a clip, many on a sheet, for looking ahead while dragging along the timeline. */
export interface StoryboardLayout {
  readonly intervalMs: number
  readonly thumbs: number
  readonly thumbWidth: number
  readonly thumbHeight: number
  readonly columns: number
  readonly rows: number
  /** File names in order. */
  readonly sheets: readonly string[]
  readonly durationMs: number
}

const LONG_SIDE = 160
const COLUMNS = 5
const ROWS = 5
/** Eight sheets of some 50 kB at most: on a thin line only the one that is looked at is fetched. */
const THUMBS_AT_MOST = 200

/** `storyboard-%03d.jpg` as ffmpeg counts them, from 1. */
export const sheetPattern = 'storyboard-%03d.jpg'
const sheetName = (i: number): string => sheetPattern.replace('%03d', String(i + 1).padStart(3, '0'))

/** Decides the pictures of a clip that is shown `width` to `height`. */
export function layStoryboard(durationMs: number, width: number, height: number): StoryboardLayout {
  // Each picture is a keyframe, so that only keyframes have to be decoded.
  const stepMs = keyframeSeconds * 1_000
  const intervalMs = Math.max(1, Math.ceil(durationMs / THUMBS_AT_MOST / stepMs)) * stepMs
  const thumbs = Math.max(1, Math.ceil(durationMs / intervalMs))
  const factor = LONG_SIDE / Math.max(width, height)
  return {
    intervalMs,
    thumbs,
    thumbWidth: even(width * factor),
    thumbHeight: even(height * factor),
    columns: COLUMNS,
    rows: ROWS,
    sheets: Array.from({ length: Math.ceil(thumbs / (COLUMNS * ROWS)) }, (_, i) => sheetName(i)),
    durationMs,
  }
}

/** 4:2:0 pictures have even sides. */
const even = (length: number): number => Math.max(2, Math.round(length / 2) * 2)

/** WebVTT whose cues name a rectangle of a sheet (Media Fragments URI 1.0, 4.2.2), one after the other without gaps. */
export function storyboardVtt(layout: StoryboardLayout): string {
  const { intervalMs, thumbs, thumbWidth, thumbHeight, columns, rows, sheets, durationMs } = layout
  const cues = Array.from({ length: thumbs }, (_, i) => {
    const place = i % (columns * rows)
    const x = (place % columns) * thumbWidth
    const y = Math.floor(place / columns) * thumbHeight
    const endMs = i === thumbs - 1 ? Math.max(durationMs, i * intervalMs + 1) : (i + 1) * intervalMs
    const sheet = sheets[Math.floor(i / (columns * rows))]
    return `${clock(i * intervalMs)} --> ${clock(endMs)}\n${sheet}#xywh=${x},${y},${thumbWidth},${thumbHeight}\n`
  })
  return `WEBVTT\n\n${cues.join('\n')}`
}

function clock(ms: number): string {
  const whole = Math.round(ms)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const seconds = `${two((whole / 1_000) % 60)}.${String(whole % 1_000).padStart(3, '0')}`
  return `${two(whole / 3_600_000)}:${two((whole / 60_000) % 60)}:${seconds}`
}

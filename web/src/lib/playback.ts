import type { PromptKind } from '@cuepoint/domain'

/** What a page may ask of the player. Every time is in milliseconds of the clip. */
export type PlayerHandle = {
  play: () => void
  pause: () => void
  seek: (atMs: number) => void
  currentMs: () => number
  readonly durationMs: number
  /** Plays from `atMs` to `endMs` and stops there, or goes round until something else is asked. */
  playRange: (atMs: number, endMs: number, options?: { loop?: boolean }) => void
  /** Calls back with each moment shown. Returns the way to stop. */
  onTime: (listener: (atMs: number) => void) => () => void
}

export type MarkKind = PromptKind | 'note'

/** Something pinned to the timeline. `order` counts from 1 as people see it. */
export type TimelineMark = {
  id: string
  atMs: number
  endMs: number | null
  kind: MarkKind
  order: number
  text: string
  done?: boolean
}

/** A moment makes sense with what led to it: this much is played before, and a little after. */
const leadInMs = 3000
const leadOutMs = 1500

/** Plays a prompt's or a note's moment: the range, or a few seconds around the point. */
export function playMoment(
  player: PlayerHandle,
  moment: { atMs: number; endMs: number | null },
  options?: { loop?: boolean },
): void {
  if (moment.endMs !== null) player.playRange(moment.atMs, moment.endMs, options)
  else player.playRange(Math.max(0, moment.atMs - leadInMs), moment.atMs + leadOutMs, options)
}

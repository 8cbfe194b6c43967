import type { Clip, ClipMedia } from '@cuepoint/contracts'
import type { PromptKind } from '@cuepoint/domain'
import type { ComponentType, Ref } from 'react'

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

export type Stretch = { atMs: number; endMs: number }

/** What a page gives the player. */
export type ClipPlayerProps = {
  /** Whose media it is: where to ask again, and how far the rest of it is. */
  clip: Pick<Clip, 'id' | 'progressPercent' | 'remainingMs'>
  media: ClipMedia
  /** What a screen reader calls the clip. */
  title: string
  ref?: Ref<PlayerHandle>
  marks?: readonly TimelineMark[]
  activeMarkId?: string | undefined
  /** The clip stops at each mark by itself. */
  pauseAtMarks?: boolean
  onMarkReached?: (markId: string) => void
  onMarkPress?: (mark: TimelineMark) => void
  /** Where to begin, in ms. */
  positionMs?: number
  /** `leaving`: the page is going away, so the request must outlive it. */
  onPosition?: (atMs: number, leaving: boolean) => void
  /** Given where she may pin: Q. */
  onPin?: (atMs: number) => void
  /** Given where she may mark a range: I and O, the button for them, a drag over the marks. */
  onRange?: (range: Stretch) => void
  /** Fetch nothing of the clip before she plays it. */
  thrifty?: boolean
}

/** The player as a page takes it in, without knowing which feature it comes from. */
export type PlayerSlot = ComponentType<ClipPlayerProps & { wait?: boolean }>

/** A point makes sense with what led to it: this much is played before, and a little after. */
const leadInMs = 3000
const leadOutMs = 1500

type Moment = { atMs: number; endMs: number | null }

/** Where to begin watching a moment. */
export const momentStart = ({ atMs, endMs }: Moment): number =>
  endMs === null ? Math.max(0, atMs - leadInMs) : atMs

/** Plays a prompt's or a note's moment: the range, or a few seconds around the point. */
export const playMoment = (player: PlayerHandle, moment: Moment, options?: { loop?: boolean }): void =>
  player.playRange(momentStart(moment), moment.endMs ?? moment.atMs + leadOutMs, options)

import type { WrittenFile } from '@cuepoint/db'
import type { AcceptedMedia } from '../ffmpeg/judge.ts'
import { type Segment, segmentsAhead, segmentsAtKeyframes } from '../ffmpeg/media-playlist.ts'
import type { MediaPlan } from '../ffmpeg/plan.ts'
import { initOf, originalSound } from '../ffmpeg/rendition-files.ts'
import { packetSamples, soundRate } from '../ffmpeg/sound-time.ts'

/** What the first rendition will be, known before any of it is made. */
export interface FirstRendition {
  readonly plan: MediaPlan
  readonly picture: readonly Segment[]
  /** Empty where there is no sound. */
  readonly sound: readonly Segment[]
}

const soundPackets = { numerator: soundRate, denominator: packetSamples }

export function foreseenRendition(plan: MediaPlan, { video, sound }: AcceptedMedia): FirstRendition {
  const { picture, first, durationMs } = plan
  const startMs = Math.min(video.startMs, sound?.startMs ?? video.startMs)
  const soundEndMs = plan.sound?.copied && sound ? sound.endMs - startMs : durationMs
  return {
    plan,
    picture: first.copied
      ? segmentsAtKeyframes(first.name, video.packets?.keyframesMs ?? [], video.startMs, video.endMs)
      : segmentsAhead(first.name, picture.durationMs, picture.rate),
    sound: plan.sound ? segmentsAhead(originalSound, soundEndMs, soundPackets) : [],
  }
}

/** The same where not a moment of the sound could be decoded. */
export const withoutSound = ({ plan, picture }: FirstRendition): FirstRendition => ({
  plan: { ...plan, sound: undefined, damaged: true },
  picture,
  sound: [],
})

/** What has to be there before anybody is told that the clip can be watched. */
export function beginningOf({ plan, picture, sound }: FirstRendition): string[] {
  const begins = [picture[0]?.file, sound[0]?.file].filter((file) => file !== undefined)
  return [...begins, initOf(plan.first.name), ...(plan.sound ? [initOf(originalSound)] : [])]
}

/** Files that were stored, with how long each plays. */
export function describe({ picture, sound }: FirstRendition, files: Iterable<WrittenFile>): WrittenFile[] {
  const lengths = new Map([...picture, ...sound].map(({ file, durationMs }) => [file, durationMs]))
  return [...files].map((file) => ({ ...file, durationMs: lengths.get(file.name) ?? null }))
}

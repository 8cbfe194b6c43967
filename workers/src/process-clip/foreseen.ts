import type { WrittenFile } from '@cuepoint/db'
import type { AcceptedMedia } from '../ffmpeg/judge.ts'
import {
  parseMediaPlaylist,
  type Segment,
  segmentsAhead,
  segmentsAtKeyframes,
} from '../ffmpeg/media-playlist.ts'
import type { MediaPlan } from '../ffmpeg/plan.ts'
import { initOf, originalSound } from '../ffmpeg/rendition-files.ts'

/** What the first rendition will be, known before any of it is made. */
export interface FirstRendition {
  readonly picture: readonly Segment[]
  /** Empty where there is no sound. */
  readonly sound: readonly Segment[]
  /** What has to be there before anybody is told that the clip can be watched. */
  readonly beginning: readonly string[]
  /** Files that were stored, with how long each plays; without those that nobody will ask for. */
  describe(files: readonly WrittenFile[]): WrittenFile[]
}

/** AAC packets hold 1024 samples each. */
const soundPackets = { numerator: 48_000, denominator: 1_024 }

export function foreseenRendition(plan: MediaPlan, media: AcceptedMedia): FirstRendition {
  const { picture, first, sound, durationMs } = plan
  const { video } = media
  const startMs = Math.min(video.startMs, media.sound?.startMs ?? video.startMs)
  const pictures = first.copied
    ? segmentsAtKeyframes(first.name, video.packets?.keyframesMs ?? [], video.startMs, video.endMs)
    : segmentsAhead(first.name, picture.durationMs, picture.rate)
  const soundEndMs = sound?.copied ? (media.sound?.endMs ?? 0) - startMs : durationMs
  const sounds = sound ? segmentsAhead(originalSound, soundEndMs, soundPackets) : []
  const lengths = new Map([...pictures, ...sounds].map(({ file, durationMs }) => [file, durationMs]))
  const begins = [pictures, sounds].flatMap((segments) => {
    const [head] = segments
    return head ? [head.file] : []
  })
  return {
    picture: pictures,
    sound: sounds,
    beginning: [...begins, initOf(first.name), ...(sound ? [initOf(originalSound)] : [])],
    describe: (files) =>
      files.map((file) => ({ ...file, durationMs: lengths.get(file.name) ?? file.durationMs ?? null })),
  }
}

/** The segments that ffmpeg itself lists, where it came to its end. */
export function listedSegments(text: string | undefined): readonly Segment[] | undefined {
  if (text === undefined) return undefined
  try {
    return parseMediaPlaylist(text).segments
  } catch {
    return undefined
  }
}

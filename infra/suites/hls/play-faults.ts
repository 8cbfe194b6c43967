import type { Played } from './players.ts'

export const MOST_DROPPED_PERCENT = 1
/** A player that leaves out every twentieth picture has lost a piece of the clip, and not a frame to a busy machine. */
const LEAST_SHOWN = 0.95
/** A frame of the slowest clip, and the rounding of a changed frame rate. */
const FLASH_SECONDS = 0.06
const END_SECONDS = 0.3

export type Expected = {
  readonly seconds: number
  readonly framesPerSecond: number
  readonly hasSound: boolean
  /** 0 where there are only sounds. */
  readonly renditions: number
  readonly sounds: number
  /** When the lesson that was sent flashes, as it is decoded. */
  readonly flashesAtSeconds: readonly number[]
}

export const droppedPercent = ({ droppedFrames, frames }: Played): number =>
  frames === 0 ? 0 : (droppedFrames * 100) / frames

/** What was not as a person expects; stalls and dropped frames are counted apart. */
export function playFaults(played: Played, expected: Expected): readonly string[] {
  const { seconds, framesPerSecond, hasSound, renditions, sounds } = expected
  const faults = [...played.errors]
  if (!played.started) faults.push('did not start')
  if (!played.ended) faults.push(`ended at ${played.atSeconds.toFixed(2)} s`)
  if (Math.abs(played.durationSeconds - seconds) > END_SECONDS)
    faults.push(`says it lasts ${played.durationSeconds.toFixed(2)} s instead of ${seconds.toFixed(2)} s`)
  if (hasSound && played.soundBytes === 0) faults.push('decoded no sound')
  if (renditions > 0 && played.frames < seconds * framesPerSecond * LEAST_SHOWN)
    faults.push(`showed ${played.frames} pictures of ${Math.round(seconds * framesPerSecond)}`)
  if (renditions > 0) faults.push(...flashFaults(played, expected))
  if (renditions > 1) faults.push(...switchFaults(played, renditions))
  if (played.sounds < sounds) faults.push(`offers ${played.sounds} sounds instead of ${sounds}`)
  return faults
}

/** Each segment has to come from another rendition than the one before, and the ladder has to have its turn. */
function switchFaults({ taken }: Played, renditions: number): readonly string[] {
  const inTime = taken.toSorted((a, b) => a.fromSeconds - b.fromSeconds)
  const stayed = inTime.filter((each, i) => i > 0 && each.rendition === inTime[i - 1]?.rendition)
  const reached = new Set(taken.map(({ rendition }) => rendition)).size
  return [
    // A player may take one segment more before it hears of the change.
    ...(stayed.length > Math.max(1, inTime.length / 4)
      ? [`stayed on its rendition ${stayed.length} times in ${inTime.length} segments`]
      : []),
    ...(reached < Math.min(renditions, inTime.length) - 1
      ? [`used ${reached} of ${renditions} renditions`]
      : []),
  ]
}

/** The made lessons flash now and then: whatever rendition a picture comes from, it has to be shown at its own. */
function flashFaults({ flashes }: Played, { flashesAtSeconds, seconds }: Expected): readonly string[] {
  const wanted = flashesAtSeconds.filter((at) => at + 0.2 < seconds)
  if (wanted.length === 0) return ['there is no flash to be seen in what was sent']
  return wanted
    .filter((at) => !flashes.some((flash) => Math.abs(flash - at) <= FLASH_SECONDS))
    .map((at) => `no flash at ${at} s (seen: ${flashes.map((flash) => flash.toFixed(3)).join(' ')})`)
}

type Ranges = { readonly length: number; start: (n: number) => number; end: (n: number) => number }

type Clip = {
  /** In seconds, as the element says them. */
  currentTime: () => number
  buffered: () => Ranges
  pause: () => void
  play: () => void
}

const lookMs = 200
/** Ranges end a little before or after the pictures do. */
const slackSeconds = 0.1
/** So much is there before it goes on; less would stand still again at once. */
const enoughSeconds = 0.5

/**
 * A browser plays the sound on for some seconds where the picture is missing, and then goes on from there: what lies
 * between is never seen. Where a part of the lesson is only being made, the clip stands still instead and goes on by
 * itself. Her wish to play is not touched by that.
 */
export function createStandstill(clip: Clip) {
  let timer: ReturnType<typeof setInterval> | undefined

  /** For how long there is picture and sound from here; negative where there is none at all. */
  const aheadSeconds = (): number => {
    const now = clip.currentTime()
    const ranges = clip.buffered()
    for (let n = 0; n < ranges.length; n += 1) {
      if (ranges.start(n) - slackSeconds <= now && now < ranges.end(n) + slackSeconds)
        return ranges.end(n) - now
    }
    return Number.NEGATIVE_INFINITY
  }
  const leave = () => {
    clearInterval(timer)
    timer = undefined
  }

  return {
    stands: () => timer !== undefined,
    /** Looks whether the clip has come to where nothing is; true when it stands still from now on. */
    look(): boolean {
      if (timer !== undefined || aheadSeconds() > -slackSeconds) return false
      timer = setInterval(() => {
        if (aheadSeconds() < enoughSeconds) return
        leave()
        clip.play()
      }, lookMs)
      clip.pause()
      return true
    },
    /** Something else happens to the clip now. */
    leave,
  }
}

/**
 * What one look at the playlist says: it is there, another one has taken its place, the line is cut, or the clip is
 * not for this person any more.
 */
export type ProbeResult = 'there' | 'moved' | 'cut' | 'gone'
export type LineState = 'fine' | 'cut' | 'gone'

type Parts = {
  probe: () => Promise<ProbeResult>
  /** Loads the clip again where it was. */
  reload: () => void
  onState: (state: LineState) => void
  /** Returns the way to cancel. */
  setTimer: (run: () => void, delayMs: number) => () => void
}

const delaysMs = [1000, 2000, 4000, 8000, 15_000, 30_000]

export type Reconnect = ReturnType<typeof createReconnect>

/**
 * Gets a clip going again after the network let it down: looks, waits longer each time, looks at once when the
 * device says that the line is back, and reloads when the playlist answers. A line that is only slow is left
 * alone: reloading would throw away what has been fetched.
 */
export function createReconnect({ probe, reload, onState, setTimer }: Parts) {
  let tries = 0
  let needsReload = false
  let looking = false
  let disposed = false
  let cancelTimer: (() => void) | undefined

  const stopTimer = () => {
    cancelTimer?.()
    cancelTimer = undefined
  }
  const lookLater = () => {
    stopTimer()
    const delayMs = delaysMs[Math.min(tries, delaysMs.length) - 1] ?? 0
    cancelTimer = setTimer(() => void look(), delayMs)
  }

  async function look(): Promise<void> {
    if (looking || disposed) return
    stopTimer()
    looking = true
    const result = await probe()
    looking = false
    if (disposed) return
    if (result === 'gone') {
      onState('gone')
    } else if (result === 'cut') {
      needsReload = true
      tries += 1
      onState('cut')
      lookLater()
    } else if (needsReload || result === 'moved') {
      needsReload = false
      tries += 1
      reload()
    }
  }

  return {
    /** The player gave up. */
    broke() {
      needsReload = true
      if (tries === 0) void look()
      else if (!looking) lookLater()
    },
    /** The clip has been waiting for data for a while. */
    stalled() {
      if (cancelTimer === undefined) void look()
    },
    online() {
      if (needsReload) void look()
    },
    /** Pictures move again, or something else is being loaded, about which what went wrong says nothing. */
    fine() {
      stopTimer()
      tries = 0
      needsReload = false
      onState('fine')
    },
    dispose() {
      disposed = true
      stopTimer()
    },
  }
}

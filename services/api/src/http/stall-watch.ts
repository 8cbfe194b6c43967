export type StallWatch = {
  /**
   * Called at each beat with the bytes that have come so far, and whether we wait for the sender: while it is storage
   * that we wait for, we do not read, and nothing can come. True when the sender has stalled.
   */
  isStalled(receivedBytes: number, awaitsSender: boolean): boolean
}

/** Under half a kilobyte a second nobody is sending a lesson: the line is dead, or someone holds it for sport. */
const slowestBytesPerSecond = 512

/**
 * A slow line may take its hours; one that moves next to nothing for `stallSeconds` is given up. Looks at that much of
 * the past in beats of `beatSeconds`.
 */
export function createStallWatch(stallSeconds: number, beatSeconds: number): StallWatch {
  const beats = Math.max(1, Math.ceil(stallSeconds / beatSeconds))
  const past: number[] = []
  return {
    isStalled(receivedBytes, awaitsSender) {
      if (!awaitsSender) past.length = 0
      past.push(receivedBytes)
      if (past.length <= beats) return false
      const before = past.shift() ?? 0
      return receivedBytes - before < slowestBytesPerSecond * stallSeconds
    },
  }
}

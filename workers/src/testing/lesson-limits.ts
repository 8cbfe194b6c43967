/** What an ordinary lesson stays within, for tests of what has nothing to do with limits. */
export const lessonLimits = {
  maxDurationMs: 600_000,
  maxSizeBytes: 1_000_000_000,
  maxPixels: 1920 * 1080,
  maxStreams: 8,
  maxFrames: 100_000,
  maxFramesPerSecond: 240,
}

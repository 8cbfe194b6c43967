/** So many bytes go by between two looks. */
const LOOK_AFTER_BYTES = 4 * 1024 * 1024
/** More than is on its way at any time: the rest of it is dead, and has outlived looks at the young. */
const OLD_BYTES = 8 * 1024 * 1024

let sinceBytes = 0

/**
 * Told of each byte that streams through this process. What a stream leaves behind lies outside the heap, where the
 * collector sees it late: 60 MiB of dead buffers were seen. A look at the young alone takes a millisecond; what was on
 * its way during such looks has grown old, and where that has become much, all is looked at. Does nothing where the
 * process was not started with `--expose-gc`.
 */
export function noteStreamed(bytes: number): void {
  sinceBytes += bytes
  if (sinceBytes < LOOK_AFTER_BYTES) return
  sinceBytes = 0
  globalThis.gc?.({ type: process.memoryUsage().arrayBuffers > OLD_BYTES ? 'major' : 'minor' })
}

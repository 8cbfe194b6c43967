/** So many bytes of dead buffers lie about at most. */
const COLLECT_AFTER_BYTES = 8 * 1024 * 1024
/** The buffers that were on their way during such looks have grown old: now and then all is looked at. */
const ALL_AFTER_LOOKS = 4

let sinceBytes = 0
let looks = 0

/**
 * Told of each byte that streams through this process. What a stream leaves behind lies outside the heap, where the
 * collector sees it late: 60 MiB of dead buffers were seen. A look at the young alone takes a millisecond. Does nothing
 * where the process was not started with `--expose-gc`.
 */
export function noteStreamed(bytes: number): void {
  sinceBytes += bytes
  if (sinceBytes < COLLECT_AFTER_BYTES) return
  sinceBytes = 0
  looks = (looks + 1) % ALL_AFTER_LOOKS
  globalThis.gc?.({ type: looks === 0 ? 'major' : 'minor' })
}

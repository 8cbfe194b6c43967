import { nowMs } from '@cuepoint/domain'

/** The small one tells the way there and back, the other the line: 72 KiB in all, two seconds at 256 kbit/s. */
const SMALL_BYTES = 8 * 1024
const LARGE_BYTES = 64 * 1024
const PATIENCE_MS = 20_000

export type LineMeasure = { readonly bytes: number; readonly ms: number }

/** How long this line takes to carry some bytes to us. Rejects where it is away. */
export async function measureLine(signal: AbortSignal): Promise<LineMeasure> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
  const small = await sendNoise(SMALL_BYTES, limited)
  const large = await sendNoise(LARGE_BYTES, limited)
  const bytes = LARGE_BYTES - SMALL_BYTES
  // On a fast line the two hardly differ: then the whole of it is all that can be said.
  return large - small > 10 ? { bytes, ms: large - small } : { bytes: LARGE_BYTES, ms: Math.max(1, large) }
}

/** Noise, which nothing on the way can make smaller. */
async function sendNoise(bytes: number, signal: AbortSignal): Promise<number> {
  const began = nowMs()
  const answer = await fetch('/api/upload-probe', {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: crypto.getRandomValues(new Uint8Array(bytes)),
    signal,
  })
  if (!answer.ok) throw new Error('the line was not measured')
  return nowMs() - began
}

/**
 * The body behind an address of our own, for what a page can do without: undefined when it is missing, larger than
 * `maxBytes` or cut on its way. Throws only when `signal` says to stop.
 */
export async function fetchBounded(
  url: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const answer = await fetch(url, { credentials: 'same-origin', signal })
    if (!answer.ok || !answer.body) return undefined
    const reader = answer.body.getReader()
    const parts: Uint8Array[] = []
    let sizeBytes = 0
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return joined(parts, sizeBytes)
      sizeBytes += value.byteLength
      if (sizeBytes > maxBytes) {
        await reader.cancel()
        return undefined
      }
      parts.push(value)
    }
  } catch (error) {
    if (signal.aborted) throw error
    return undefined
  }
}

function joined(parts: readonly Uint8Array[], sizeBytes: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(sizeBytes)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}

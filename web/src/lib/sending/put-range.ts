import { lastOnConnectionHeader } from '../api/request.ts'

/** How one request for some bytes ended. `cut`: by the line, so nobody knows whether they arrived. */
export type PutOutcome =
  | { readonly end: 'stored' | 'cut' }
  | { readonly end: 'refused'; readonly status: number }

export type PutOptions = {
  readonly url: string
  readonly sameOrigin: boolean
  readonly body: Blob
  readonly signal: AbortSignal
  readonly lastOnConnection: boolean
  /** How many of its bytes have left. */
  readonly onSent: (bytes: number) => void
}

/** Nothing moves for so long: the line is dead, whatever the browser believes. */
const SILENT_MS = 20_000

/** One PUT of some bytes, told as they leave. A browser reports that for XMLHttpRequest alone. */
export function putRange({
  url,
  sameOrigin,
  body,
  signal,
  lastOnConnection,
  onSent,
}: PutOptions): Promise<PutOutcome> {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest()
    let silence: ReturnType<typeof setTimeout> | undefined
    const end = (outcome: PutOutcome): void => {
      clearTimeout(silence)
      signal.removeEventListener('abort', stop)
      resolve(outcome)
    }
    const stop = (): void => xhr.abort()
    const moved = (): void => {
      clearTimeout(silence)
      silence = setTimeout(stop, SILENT_MS)
    }
    xhr.upload.addEventListener('progress', ({ loaded }) => {
      moved()
      onSent(Math.min(loaded, body.size))
    })
    xhr.addEventListener('load', () => {
      const stored = xhr.status >= 200 && xhr.status < 300
      end(stored ? { end: 'stored' } : { end: 'refused', status: xhr.status })
    })
    // Safari says `abort` where others say `error` when the line drops. Who stopped on purpose asks its own signal.
    for (const way of ['error', 'abort', 'timeout'] as const)
      xhr.addEventListener(way, () => end({ end: 'cut' }))
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) return end({ end: 'cut' })
    xhr.open('PUT', url)
    // Storage of its own would have to be asked before about any header that is not a usual one.
    const headers = {
      ...(sameOrigin && { 'content-type': 'application/octet-stream' }),
      ...(sameOrigin && lastOnConnection && lastOnConnectionHeader),
    }
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
    xhr.send(body)
    moved()
  })
}

import type { ShrinkFailure, ShrinkNews, ShrinkOrder } from './shrink-worker.ts'
import type { MediaFacts, Target, Trim } from './sizes.ts'

export class ShrinkFault extends Error {
  override readonly name = 'ShrinkFault'
  readonly reason: ShrinkFailure | 'cancelled'
  constructor(reason: ShrinkFailure | 'cancelled') {
    super(reason)
    this.reason = reason
  }
}

export type Made = { readonly sizeBytes: number; readonly contentType: string }

const canShrink = (): boolean =>
  typeof Worker === 'function' && typeof VideoEncoder === 'function' && typeof OffscreenCanvas === 'function'

/** What a file is; undefined where this browser cannot make it smaller. Nothing of the file is changed. */
export async function lookAt(file: Blob, signal: AbortSignal): Promise<MediaFacts | undefined> {
  if (!canShrink()) return undefined
  let facts: MediaFacts | undefined
  await inWorker({ look: file }, signal, (news) => {
    if (!('facts' in news)) return false
    facts = news.facts
    return true
  }).catch((error: unknown) => {
    if (signal.aborted) throw error
  })
  return facts
}

/** Stills along the whole of it, one after the other as they are drawn. */
export async function drawStills(
  { file, count, height }: { readonly file: Blob; readonly count: number; readonly height: number },
  signal: AbortSignal,
  onStill: (n: number, still: Blob) => void,
): Promise<void> {
  await inWorker({ draw: file, count, height }, signal, (news) => {
    if ('still' in news) onStill(news.n, news.still)
    return 'drawn' in news
  })
}

/**
 * Writes the wanted part of a video, smaller, into a file of this origin's storage. Rejects with ShrinkFault;
 * what was written by then is left to whoever named the file.
 */
export async function shrink(
  order: {
    readonly file: Blob
    readonly into: { readonly folder: string; readonly name: string }
    readonly trim: Trim
    readonly target: Target | undefined
  },
  signal: AbortSignal,
  onDone: (share: number) => void,
): Promise<Made> {
  const { file, ...rest } = order
  let made: Made | undefined
  await inWorker({ shrink: file, ...rest }, signal, (news) => {
    if ('done' in news) onDone(news.done)
    if ('made' in news) made = news.made
    return made !== undefined
  })
  if (!made) throw new ShrinkFault('not-here')
  return made
}

/** One worker for one order; ended with it, so that its decoders and their memory go too. */
function inWorker(
  order: ShrinkOrder,
  signal: AbortSignal,
  isEnd: (news: ShrinkNews) => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./shrink-worker.ts', import.meta.url), { type: 'module' })
    const end = (settle: () => void): void => {
      signal.removeEventListener('abort', stop)
      worker.terminate()
      settle()
    }
    const stop = (): void => end(() => reject(new ShrinkFault('cancelled')))
    worker.addEventListener('message', ({ data }: MessageEvent<ShrinkNews>) => {
      if ('failed' in data) end(() => reject(new ShrinkFault(data.failed)))
      else if (isEnd(data)) end(resolve)
    })
    worker.addEventListener('error', () => end(() => reject(new ShrinkFault('not-here'))))
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) return stop()
    worker.postMessage(order)
  })
}

/** What a browser tells about its line; Safari and Firefox have no such word. */
type Connection = EventTarget & { readonly type?: string; readonly saveData?: boolean }
const connection = (): Connection | undefined =>
  (navigator as Navigator & { readonly connection?: Connection }).connection

export const isMetered = (): boolean | undefined => {
  const { type, saveData } = connection() ?? {}
  if (saveData === true) return true
  return type === undefined || type === 'unknown' ? undefined : type === 'cellular'
}

/** Calls back when the line may be another one, or back. */
export function onLineChange(changed: () => void): () => void {
  const line = connection()
  window.addEventListener('online', changed)
  line?.addEventListener('change', changed)
  return () => {
    window.removeEventListener('online', changed)
    line?.removeEventListener('change', changed)
  }
}

/** Waits, and less where the line comes back or she comes back to the page meanwhile. */
export function pauseUntilLine(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer)
      unsubscribe()
      document.removeEventListener('visibilitychange', seen)
      signal.removeEventListener('abort', stop)
    }
    const go = (): void => {
      end()
      resolve()
    }
    const seen = (): void => {
      if (document.visibilityState === 'visible') go()
    }
    const stop = (): void => {
      end()
      reject(signal.reason as Error)
    }
    const timer = setTimeout(go, ms)
    const unsubscribe = onLineChange(go)
    document.addEventListener('visibilitychange', seen)
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
  })
}

/** One window of this browser at a time; without locks each on its own, and the server sorts it out. */
export async function aloneInBrowser(
  work: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  if (!('locks' in navigator)) return await work(signal)
  await navigator.locks.request('cuepoint.sending', { signal }, () => work(signal))
}

import type { Clip } from '@cuepoint/contracts'
import { nowMs } from '@cuepoint/domain'
import { addressOf } from '../../lib/api/address.ts'
import { ApiProblem, problemFrom } from '../../lib/api/problem.ts'
import { type Sample, withSample } from './transfer-rate.ts'

export type Transfer = {
  clipId: string
  file: File
  /** `arriving`: every byte has left, the server has not said yes yet. `stopped`: by her; `cut`: by the line. */
  state: 'sending' | 'arriving' | 'stopped' | 'cut' | 'refused'
  sentBytes: number
  totalBytes: number
  samples: readonly Sample[]
  lastMovedAtMs: number
  problem?: ApiProblem
}

export type Transfers = ReturnType<typeof createTransfers>

type Deps = {
  onArrived: (clip: Clip) => void
  onEnded?: (clipId: string) => void
  now?: () => number
  createXhr?: () => XMLHttpRequest
}

/**
 * The files this tab is sending. It lives outside the pages, so that a transfer goes on while she looks around, and
 * keeps the file of a transfer that was cut, so that one press sends it again.
 */
export function createTransfers({
  onArrived,
  onEnded,
  now = nowMs,
  createXhr = () => new XMLHttpRequest(),
}: Deps) {
  let all: ReadonlyMap<string, Transfer> = new Map()
  const running = new Map<string, XMLHttpRequest>()
  const listeners = new Set<() => void>()

  const put = (transfer: Transfer) => {
    all = new Map(all).set(transfer.clipId, transfer)
    for (const listener of listeners) listener()
  }
  const change = (clipId: string, part: Partial<Transfer>) => {
    const transfer = all.get(clipId)
    if (transfer) put({ ...transfer, ...part })
  }
  const forget = (clipId: string) => {
    running.delete(clipId)
    const rest = new Map(all)
    rest.delete(clipId)
    all = rest
    for (const listener of listeners) listener()
  }

  function send(clipId: string, file: File): void {
    if (running.has(clipId)) return
    const started = now()
    put({
      clipId,
      file,
      state: 'sending',
      sentBytes: 0,
      totalBytes: file.size,
      samples: [{ atMs: started, sentBytes: 0 }],
      lastMovedAtMs: started,
    })
    const xhr = createXhr()
    running.set(clipId, xhr)
    const end = (part: Partial<Transfer>) => {
      running.delete(clipId)
      change(clipId, part)
      onEnded?.(clipId)
    }
    xhr.upload.addEventListener('progress', ({ loaded }) => {
      const transfer = all.get(clipId)
      if (!transfer || transfer.state !== 'sending') return
      // The form around the file counts too; to her only the file is real.
      const sentBytes = Math.min(loaded, file.size)
      const samples = withSample(transfer.samples, { atMs: now(), sentBytes })
      change(clipId, { sentBytes, samples, lastMovedAtMs: now() })
    })
    xhr.upload.addEventListener('load', () => change(clipId, { state: 'arriving', sentBytes: file.size }))
    xhr.addEventListener('load', () => {
      if (xhr.status >= 200 && xhr.status < 300) {
        forget(clipId)
        onArrived(JSON.parse(xhr.responseText) as Clip)
        return
      }
      const problem = problemFrom(xhr.status, parsed(xhr.responseText))
      end({ state: problem.code === 'upload-interrupted' ? 'cut' : 'refused', problem })
    })
    // Safari says `abort` where others say `error` when the line drops: only our own stop is hers.
    const cut = () => {
      if (all.get(clipId)?.state === 'stopped') return
      end({ state: 'cut', problem: new ApiProblem(navigator.onLine ? 'unreachable' : 'offline') })
    }
    xhr.addEventListener('error', cut)
    xhr.addEventListener('abort', cut)
    xhr.addEventListener('timeout', cut)

    const form = new FormData()
    form.append('file', file)
    xhr.open('PUT', addressOf('/clips/:clipId/original', { clipId }))
    xhr.send(form)
  }

  return {
    send,
    /** Sends the kept file of a stopped or cut transfer from the beginning. */
    sendAgain(clipId: string): void {
      const transfer = all.get(clipId)
      if (transfer) send(clipId, transfer.file)
    },
    stop(clipId: string): void {
      change(clipId, { state: 'stopped' })
      running.get(clipId)?.abort()
      running.delete(clipId)
      onEnded?.(clipId)
    },
    /** Lets go of a transfer that is over, so that another file can be picked. */
    forget,
    find: (clipId: string): Transfer | undefined => all.get(clipId),
    /** True while leaving the page would cost her a transfer. */
    busy: (): boolean => running.size > 0,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

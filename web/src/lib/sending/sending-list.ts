import type { ApiProblem } from '../api/problem.ts'
import type { ClipWords, KeepFault } from './kept-files.ts'

/**
 * `keeping`: being copied to where it is safe. `picked`: safe, and she has not said yet that it is to go. `waiting`:
 * for its turn, or for the line, then with a problem. `arriving`: every byte is there and the receipt is not.
 * `for-wifi`: she asked not to pay for it by the megabyte.
 */
export type SendingState =
  | 'keeping'
  | 'picked'
  | 'waiting'
  | 'sending'
  | 'arriving'
  | 'paused'
  | 'for-wifi'
  | 'refused'

export type Sending = {
  readonly clipId: string
  readonly state: SendingState
  /** She said that it is to go. */
  readonly wanted: boolean
  /** Of the file. */
  readonly name: string
  /** Of the clip, where the server may not have it yet. */
  readonly words?: ClipWords | undefined
  readonly sizeBytes: number
  /** Bytes that are stored or have left; while keeping, those that are safe. */
  readonly doneBytes: number
  readonly bytesPerSecond: number | undefined
  /** Why this browser cannot keep it: it goes with the window. Undefined where it is safe. */
  readonly unkept?: KeepFault['reason'] | undefined
  /** What goes was made of the picked file on this device. */
  readonly isSmaller?: boolean
  readonly problem?: ApiProblem | undefined
}

export type SendingList = ReturnType<typeof createSendingList>

/** What this device sends, by clip and in the order it was picked; who subscribes hears of every change. */
export function createSendingList() {
  let all: ReadonlyMap<string, Sending> = new Map()
  const listeners = new Set<() => void>()
  const become = (next: ReadonlyMap<string, Sending>): void => {
    all = next
    for (const listener of listeners) listener()
  }
  const put = (sending: Sending): void => become(new Map(all).set(sending.clipId, sending))
  return {
    put,
    change: (clipId: string, part: Partial<Sending>): void => {
      const sending = all.get(clipId)
      if (sending) put({ ...sending, ...part })
    },
    drop: (clipId: string): void => {
      const rest = new Map(all)
      rest.delete(clipId)
      become(rest)
    },
    clear: (): void => become(new Map()),
    find: (clipId: string): Sending | undefined => all.get(clipId),
    all: (): readonly Sending[] => [...all.values()],
    /** The same map until something changes. */
    byClip: (): ReadonlyMap<string, Sending> => all,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

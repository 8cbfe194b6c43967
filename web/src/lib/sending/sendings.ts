import type { Clip } from '@cuepoint/contracts'
import type { ApiProblem } from '../api/problem.ts'
import { asProblem } from '../api/problem.ts'
import { KeepFault, type KeptFile, type KeptFiles } from './kept-files.ts'
import { createLinePace, type LinePace } from './line-pace.ts'
import { type SendFile, sendFile } from './send-file.ts'

/**
 * `keeping`: being copied to where it is safe. `waiting`: for its turn, or for the line, then with a problem.
 * `arriving`: every byte is there and the receipt is not. `for-wifi`: she asked not to pay for it by the megabyte.
 */
export type SendingState = 'keeping' | 'waiting' | 'sending' | 'arriving' | 'paused' | 'for-wifi' | 'refused'

export type Sending = {
  readonly clipId: string
  readonly state: SendingState
  readonly sizeBytes: number
  /** Bytes that are stored or have left; while keeping, those that are safe. */
  readonly doneBytes: number
  readonly bytesPerSecond: number | undefined
  /** False where this browser cannot keep it: it goes with the window. */
  readonly kept: boolean
  readonly problem?: ApiProblem | undefined
}

export type Sendings = ReturnType<typeof createSendings>

type Deps = Pick<SendFile, 'api' | 'put' | 'nowMs' | 'pause'> & {
  readonly files: KeptFiles
  /** Runs `work` in one window at a time; the others' wait until that one is closed. */
  readonly alone: (work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal) => Promise<void>
  /** Whether the line costs by the megabyte; undefined where the browser does not tell. */
  readonly isMetered: () => boolean | undefined
  readonly onArrived: (clip: Clip) => void
  readonly onChanged?: (clipId: string) => void
  readonly makePace?: () => LinePace
}

/** The files that this device sends, one after the other, over reloads and days. */
export function createSendings(deps: Deps) {
  const { files, makePace = createLinePace } = deps
  const pace = makePace()
  let all: ReadonlyMap<string, Sending> = new Map()
  const unkept = new Map<string, Blob>()
  const listeners = new Set<() => void>()
  let running: { readonly clipId: string; readonly stop: AbortController } | undefined
  let wifiOnly = false

  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  const put = (sending: Sending): void => {
    all = new Map(all).set(sending.clipId, sending)
    tell()
  }
  const change = (clipId: string, part: Partial<Sending>): void => {
    const sending = all.get(clipId)
    if (sending) put({ ...sending, ...part })
  }
  const drop = (clipId: string): void => {
    const rest = new Map(all)
    rest.delete(clipId)
    all = rest
    unkept.delete(clipId)
    tell()
  }
  const stop = (clipId: string): void => {
    if (running?.clipId === clipId) running.stop.abort()
  }
  const next = (): Sending | undefined => [...all.values()].find(({ state }) => state === 'waiting')

  async function sendOne(clipId: string, signal: AbortSignal): Promise<void> {
    const file = unkept.get(clipId) ?? (await files.read(clipId))
    if (!file) {
      // Another window sent it, or the browser wanted the room.
      await files.remove(clipId)
      return drop(clipId)
    }
    change(clipId, { state: 'sending', problem: undefined })
    try {
      const clip = await sendFile({
        ...deps,
        clipId,
        file,
        pace,
        signal,
        onSent: (doneBytes) =>
          change(clipId, {
            state: doneBytes === file.size ? 'arriving' : 'sending',
            doneBytes,
            bytesPerSecond: pace.bytesPerSecond(),
          }),
        onTrouble: (problem) => change(clipId, { state: problem ? 'waiting' : 'sending', problem }),
      })
      await files.remove(clipId)
      drop(clipId)
      deps.onArrived(clip)
    } catch (error) {
      if (signal.aborted) return
      change(clipId, { state: 'refused', problem: asProblem(error) })
    }
    deps.onChanged?.(clipId)
  }

  /** One at a time: two on a thin line would both be late. */
  async function work(): Promise<void> {
    if (running) return
    const first = next()
    if (!first) return
    if (wifiOnly && deps.isMetered() === true) {
      for (const { clipId, state } of all.values())
        if (state === 'waiting') change(clipId, { state: 'for-wifi' })
      return
    }
    const mine = { clipId: first.clipId, stop: new AbortController() }
    running = mine
    try {
      await deps.alone((signal) => sendOne(mine.clipId, signal), mine.stop.signal)
    } catch {
      // Stopped while it waited for another window.
    } finally {
      running = undefined
    }
    await work()
  }

  return {
    /** Keeps a file for a clip and sends it when it is its turn. */
    async add(clipId: string, personId: string, file: Blob): Promise<void> {
      const sizeBytes = file.size
      put({ clipId, state: 'keeping', sizeBytes, doneBytes: 0, bytesPerSecond: undefined, kept: true })
      const entry: KeptFile = {
        clipId,
        personId,
        sizeBytes,
        contentType: file.type,
        keptAtMs: deps.nowMs(),
        paused: false,
      }
      try {
        await files.keep(file, entry, (doneBytes) => change(clipId, { doneBytes }))
        if (!all.has(clipId)) return await files.remove(clipId)
      } catch (error) {
        if (!(error instanceof KeepFault)) throw error
        // It goes all the same, from where it is; only the window has to stay.
        unkept.set(clipId, file)
        change(clipId, { kept: false })
      }
      change(clipId, { state: 'waiting', doneBytes: 0 })
      void work()
    },
    /** Takes up what this person's device still has to send. */
    async takeUp(personId: string): Promise<void> {
      for (const { clipId, sizeBytes, paused } of await files.list(personId)) {
        if (all.has(clipId)) continue
        const state = paused ? 'paused' : 'waiting'
        put({ clipId, state, sizeBytes, doneBytes: 0, bytesPerSecond: undefined, kept: true })
      }
      void work()
    },
    async pause(clipId: string): Promise<void> {
      change(clipId, { state: 'paused', problem: undefined })
      stop(clipId)
      await files.change(clipId, { paused: true })
      deps.onChanged?.(clipId)
    },
    async resume(clipId: string): Promise<void> {
      change(clipId, { state: 'waiting', problem: undefined })
      await files.change(clipId, { paused: false })
      void work()
    },
    /** She does not want it sent: the file leaves this device; the clip with its words stays. */
    async giveUp(clipId: string): Promise<void> {
      stop(clipId)
      drop(clipId)
      await files.remove(clipId)
      deps.onChanged?.(clipId)
    },
    setWifiOnly(on: boolean): void {
      wifiOnly = on
      if (on && deps.isMetered() === true && running) {
        const { clipId } = running
        stop(clipId)
        change(clipId, { state: 'for-wifi' })
      }
      this.lineChanged()
    },
    /** The device has another line now, or none. */
    lineChanged(): void {
      if (!wifiOnly || deps.isMetered() !== true)
        for (const { clipId, state } of all.values())
          if (state === 'for-wifi') change(clipId, { state: 'waiting' })
      void work()
    },
    find: (clipId: string): Sending | undefined => all.get(clipId),
    list: (): ReadonlyMap<string, Sending> => all,
    /** True while closing the window would cost her a file. */
    wouldLose: (): boolean =>
      [...all.values()].some(({ kept, state }) => state === 'keeping' || (!kept && state !== 'refused')),
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

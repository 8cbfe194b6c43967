import type { Clip } from '@cuepoint/contracts'
import { asProblem } from '../api/problem.ts'
import {
  type ClipWords,
  KeepFault,
  type KeptFile,
  type KeptFiles,
  type Recording,
  type Smaller,
} from './kept-files.ts'
import { createLinePace, type LinePace } from './line-pace.ts'
import { type SendFile, sendFile } from './send-file.ts'
import { createSendingList, type Sending } from './sending-list.ts'

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

/** Longer than this nobody comes back to a file that was picked and not sent; it is somebody's lesson. */
const PICKED_KEPT_MS = 7 * 24 * 3_600_000

/** What is taken up again; a recording that a crash ended is a picked file like another. */
const stateAt = { recording: 'picked', picked: 'picked', going: 'waiting', paused: 'paused' } as const

/** The files that this device sends, one after the other, over reloads and days. */
export function createSendings(deps: Deps) {
  const { files, makePace = createLinePace } = deps
  const pace = makePace()
  const list = createSendingList()
  const { put, change } = list
  const unkept = new Map<string, Blob>()
  let running: { readonly clipId: string; readonly stop: AbortController } | undefined
  let wifiOnly = false

  const drop = (clipId: string): void => {
    unkept.delete(clipId)
    list.drop(clipId)
  }
  const stop = (clipId: string): void => {
    if (running?.clipId === clipId) running.stop.abort()
  }
  const next = (): Sending | undefined => list.all().find(({ state }) => state === 'waiting')
  const read = async (clipId: string): Promise<Blob | undefined> =>
    unkept.get(clipId) ?? (await files.read(clipId))

  async function sendOne(clipId: string, signal: AbortSignal): Promise<void> {
    const file = await read(clipId)
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
        words: list.find(clipId)?.words,
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
      const problem = asProblem(error)
      // Her session has ended. The file stays where it is, until she is here again.
      if (problem.code === 'not-signed-in') drop(clipId)
      else change(clipId, { state: 'refused', problem })
    }
    deps.onChanged?.(clipId)
  }

  /** One at a time: two on a thin line would both be late. */
  async function work(): Promise<void> {
    if (running) return
    const first = next()
    if (!first) return
    if (wifiOnly && deps.isMetered() === true) {
      for (const { clipId, state } of list.all())
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
    /**
     * Keeps a picked file at once: what a picker gave may be gone a minute later. It goes when `send` says so; with
     * `words` it is for a clip that is still to be made. Resolves when it is safe, or when it turned out that this
     * browser keeps nothing.
     */
    async pick(clipId: string, personId: string, file: File, words?: ClipWords): Promise<void> {
      const { name, size: sizeBytes, type: contentType } = file
      if (list.find(clipId)) await this.giveUp(clipId)
      const base = { clipId, name, words, sizeBytes, doneBytes: 0, bytesPerSecond: undefined }
      put({ ...base, state: 'keeping', wanted: false })
      const entry: KeptFile = {
        clipId,
        personId,
        name,
        sizeBytes,
        contentType,
        keptAtMs: deps.nowMs(),
        stage: 'picked',
        words,
      }
      try {
        await files.keep(file, entry, (doneBytes) => change(clipId, { doneBytes }))
      } catch (error) {
        if (!(error instanceof KeepFault)) throw error
        // It goes all the same, from where it is; only the window has to stay.
        unkept.set(clipId, file)
        change(clipId, { unkept: error.reason })
      }
      const now = list.find(clipId)
      if (!now) {
        unkept.delete(clipId)
        return await files.remove(clipId)
      }
      change(clipId, { state: 'picked', doneBytes: 0 })
      if (now.wanted) await this.send(clipId, now.words)
    },
    /** A file that comes into being here; once it is finished it is a picked one. Rejects with KeepFault. */
    async record(
      clipId: string,
      personId: string,
      { name, type: contentType }: Pick<File, 'name' | 'type'>,
      words: ClipWords,
    ): Promise<Recording> {
      const keptAtMs = deps.nowMs()
      const recording = await files.record({ clipId, personId, name, contentType, keptAtMs, words })
      return {
        ...recording,
        finish: async () => {
          const bytes = await recording.finish()
          const base = { clipId, name, words, sizeBytes: bytes.size, doneBytes: 0, bytesPerSecond: undefined }
          put({ ...base, state: 'picked', wanted: false })
          return bytes
        },
      }
    },
    /** It is to go, into a clip that is there, or that is made with these words first. */
    async send(clipId: string, words?: ClipWords): Promise<void> {
      const isKeeping = list.find(clipId)?.state === 'keeping'
      change(clipId, { wanted: true, words, ...(!isKeeping && { state: 'waiting' }) })
      if (isKeeping) return
      await files.change(clipId, { stage: 'going', words })
      void work()
    },
    /** A picked file's bytes, to look at it once more. */
    read: async (clipId: string): Promise<Blob | undefined> =>
      unkept.get(clipId) ?? (await files.read(clipId, 'picked')),
    placeForSmaller: (clipId: string) => files.placeForSmaller(clipId),
    /** What was made of the picked file goes in its place; undefined: the file as it was picked. */
    async goWith(clipId: string, smaller: Smaller | undefined): Promise<void> {
      await files.change(clipId, { smaller })
      const sizeBytes = smaller?.sizeBytes ?? (await files.read(clipId, 'picked'))?.size
      if (sizeBytes !== undefined) change(clipId, { sizeBytes, isSmaller: smaller !== undefined })
    },
    /** The line carried so many bytes in so long: the first request is cut for that. */
    lineIs: (bytes: number, ms: number): void => pace.carried(bytes, ms),
    /** Takes up what this person's device still has to send. */
    async takeUp(personId: string): Promise<void> {
      for (const entry of await files.list(personId)) {
        const { clipId, name, stage, words, keptAtMs, smaller } = entry
        const { sizeBytes } = smaller ?? entry
        if (list.find(clipId)) continue
        if (stateAt[stage] === 'picked' && deps.nowMs() - keptAtMs > PICKED_KEPT_MS) {
          await files.remove(clipId)
          continue
        }
        const state = stateAt[stage]
        const known = {
          clipId,
          name,
          words,
          sizeBytes,
          isSmaller: smaller !== undefined,
          doneBytes: 0,
          bytesPerSecond: undefined,
        }
        put({ ...known, state, wanted: state !== 'picked' })
      }
      void work()
    },
    /** Nothing goes on from here until `takeUp`: whose files they are is not here any more. */
    halt(): void {
      running?.stop.abort()
      unkept.clear()
      list.clear()
    },
    async pause(clipId: string): Promise<void> {
      change(clipId, { state: 'paused', problem: undefined })
      stop(clipId)
      await files.change(clipId, { stage: 'paused' })
      deps.onChanged?.(clipId)
    },
    async resume(clipId: string): Promise<void> {
      change(clipId, { state: 'waiting', problem: undefined })
      await files.change(clipId, { stage: 'going' })
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
      this.lineChanged()
    },
    /** The device has another line now, or none. */
    lineChanged(): void {
      if (wifiOnly && deps.isMetered() === true) {
        if (running) {
          const { clipId } = running
          stop(clipId)
          change(clipId, { state: 'for-wifi' })
        }
      } else
        for (const { clipId, state } of list.all())
          if (state === 'for-wifi') change(clipId, { state: 'waiting' })
      void work()
    },
    find: list.find,
    list: list.byClip,
    subscribe: list.subscribe,
    /** True while closing the window would cost her a file. */
    wouldLose: (): boolean =>
      list
        .all()
        .some(({ unkept, state }) => state === 'keeping' || (unkept !== undefined && state !== 'refused')),
  }
}

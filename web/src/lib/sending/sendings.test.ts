import type { Clip } from '@cuepoint/contracts'
import { expect, test, vi } from 'vitest'
import { ApiProblem } from '../api/problem.ts'
import { KeepFault, type KeptFile, type KeptFiles } from './kept-files.ts'
import type { UploadApi } from './send-file.ts'
import { createSendings, type Sendings } from './sendings.ts'

const file = (size: number) => new File([new Uint8Array(size)], 'lesson.mp4', { type: 'video/mp4' })

/** A device that keeps files, and one where there is no room. */
function device(room: 'room' | 'no-room' = 'room'): KeptFiles & { readonly kept: Map<string, KeptFile> } {
  const kept = new Map<string, KeptFile>()
  const bytes = new Map<string, Blob>()
  return {
    kept,
    possible: true,
    room: async () => 1e9,
    keep: async (blob, entry, onKept) => {
      if (room === 'no-room') throw new KeepFault('no-room')
      onKept(blob.size)
      bytes.set(entry.clipId, blob)
      kept.set(entry.clipId, entry)
    },
    read: async (clipId) => bytes.get(clipId),
    record: () => Promise.reject(new KeepFault('not-possible')),
    placeForSmaller: (clipId) => ({ folder: 'sending', name: `${clipId}.smaller` }),
    change: async (clipId, change) => {
      const entry = kept.get(clipId)
      if (entry) kept.set(clipId, { ...entry, ...change })
    },
    list: async (personId) => [...kept.values()].filter((entry) => entry.personId === personId),
    remove: async (clipId) => {
      bytes.delete(clipId)
      kept.delete(clipId)
    },
  }
}

/** A server that takes what it is given, one request for each file, when the test lets it. */
function line() {
  const open: { readonly clipId: string; readonly go: () => void }[] = []
  let sizeBytes = 0
  let clipOf = ''
  const made: (readonly [clipId: string, title: string])[] = []
  const api: UploadApi = {
    make: async (clipId, { title }) => void made.push([clipId, title]),
    begin: async (clipId, blob) => {
      sizeBytes = blob.size
      clipOf = clipId
      return { id: clipId, sizeBytes, partBytes: 5 * 1024 * 1024, have: [], keptUntil: '' }
    },
    find: async () => ({ id: clipOf, sizeBytes, partBytes: 5 * 1024 * 1024, have: [], keptUntil: '' }),
    sign: async (_clip, _upload, ranges) =>
      ranges.map((range) => ({ ...range, url: '/', sameOrigin: true, goodUntil: '' })),
    join: async () => undefined,
    complete: async (clipId) => ({ id: clipId }) as Clip,
  }
  const put = ({ signal }: { signal: AbortSignal }) =>
    new Promise<{ end: 'stored' } | { end: 'cut' }>((resolve) => {
      open.push({ clipId: clipOf, go: () => resolve({ end: 'stored' }) })
      signal.addEventListener('abort', () => resolve({ end: 'cut' }))
    })
  return { api, put, open, made }
}

function sendingsOn(
  files: KeptFiles,
  over: { metered?: () => boolean; api?: UploadApi; nowMs?: () => number } = {},
) {
  const { api, put, open, made } = line()
  const arrived: string[] = []
  const sendings = createSendings({
    api: over.api ?? api,
    put,
    files,
    nowMs: over.nowMs ?? (() => 0),
    pause: async (_ms, signal) => signal.throwIfAborted(),
    alone: (work, signal) => work(signal),
    isMetered: over.metered ?? (() => undefined),
    onArrived: ({ id }) => arrived.push(id),
  })
  return { sendings, open, arrived, made }
}

async function pickAndSend(sendings: Sendings, clipId: string): Promise<void> {
  await sendings.pick(clipId, 'mali', file(10))
  await sendings.send(clipId)
}

test('a file is kept the moment it is picked, and goes nowhere before she says so', async () => {
  const files = device()
  const { sendings, open } = sendingsOn(files)
  await sendings.pick('a', 'mali', file(10))
  expect(files.kept.get('a')).toMatchObject({ stage: 'picked', name: 'lesson.mp4' })
  expect(sendings.find('a')).toMatchObject({ state: 'picked' })
  const again = sendingsOn(files)
  await again.sendings.takeUp('mali')
  expect(again.sendings.find('a')).toMatchObject({ state: 'picked', name: 'lesson.mp4' })
  expect((await again.sendings.read('a'))?.size).toBe(10)
  expect([...open, ...again.open]).toEqual([])
})

test('what she sends while it is being kept goes once it is safe', async () => {
  const { sendings, arrived, open } = sendingsOn(device())
  const picking = sendings.pick('a', 'mali', file(10))
  await sendings.send('a')
  await picking
  await vi.waitFor(() => expect(open).toHaveLength(1))
  open[0]?.go()
  await vi.waitFor(() => expect(arrived).toEqual(['a']))
})

test('a clip that the server has not heard of is made first, also another day', async () => {
  const files = device()
  const words = { programId: 'p', title: 'Circle time', note: '' }
  const { sendings } = sendingsOn(files, {
    api: { ...line().api, make: () => Promise.reject(new ApiProblem('unreachable')) },
  })
  await sendings.pick('a', 'mali', file(10))
  await sendings.send('a', words)
  await vi.waitFor(() => expect(sendings.find('a')).toMatchObject({ state: 'waiting', words }))
  sendings.halt()
  const again = sendingsOn(files)
  await again.sendings.takeUp('mali')
  await vi.waitFor(() => expect(again.open).toHaveLength(1))
  expect(again.made).toEqual([['a', 'Circle time']])
})

test('a picked file that nobody came back to is let go after a week', async () => {
  const files = device()
  await sendingsOn(files).sendings.pick('a', 'mali', file(10))
  const later = sendingsOn(files, { nowMs: () => 8 * 24 * 3_600_000 })
  await later.sendings.takeUp('mali')
  expect(later.sendings.list().size).toBe(0)
  expect(files.kept.size).toBe(0)
})

test('where her session has ended nothing is refused: it waits for her', async () => {
  const files = device()
  const { sendings } = sendingsOn(files, {
    api: { ...line().api, begin: () => Promise.reject(new ApiProblem('not-signed-in', 401)) },
  })
  await pickAndSend(sendings, 'a')
  await vi.waitFor(() => expect(sendings.list().size).toBe(0))
  expect(files.kept.get('a')).toMatchObject({ stage: 'going' })
})

test('a file is kept, sent and then let go', async () => {
  const files = device()
  const { sendings, open, arrived } = sendingsOn(files)
  await pickAndSend(sendings, 'a')
  expect([...files.kept.keys()]).toEqual(['a'])
  await vi.waitFor(() => expect(open).toHaveLength(1))
  expect(sendings.wouldLose()).toBe(false)
  open[0]?.go()
  await vi.waitFor(() => expect(arrived).toEqual(['a']))
  expect(sendings.find('a')).toBeUndefined()
  expect(files.kept.size).toBe(0)
})

test('several go one after the other', async () => {
  const { sendings, open, arrived } = sendingsOn(device())
  await Promise.all(['a', 'b', 'c'].map((clipId) => pickAndSend(sendings, clipId)))
  for (const n of [0, 1, 2]) {
    await vi.waitFor(() => expect(open).toHaveLength(n + 1))
    open[n]?.go()
  }
  await vi.waitFor(() => expect(arrived).toHaveLength(3))
})

test('another day the same person’s files go on by themselves, and nobody else’s', async () => {
  const files = device()
  await pickAndSend(sendingsOn(files).sendings, 'a')
  const other = sendingsOn(files)
  await other.sendings.takeUp('somebody-else')
  expect(other.sendings.list().size).toBe(0)
  const again = sendingsOn(files)
  await again.sendings.takeUp('mali')
  await vi.waitFor(() => expect(again.open).toHaveLength(1))
  again.open[0]?.go()
  await vi.waitFor(() => expect(again.arrived).toEqual(['a']))
})

test('what she pauses stays paused until she says so, also after a reload', async () => {
  const files = device()
  const { sendings, open } = sendingsOn(files)
  await pickAndSend(sendings, 'a')
  await vi.waitFor(() => expect(open).toHaveLength(1))
  await sendings.pause('a')
  expect(sendings.find('a')).toMatchObject({ state: 'paused' })
  const again = sendingsOn(files)
  await again.sendings.takeUp('mali')
  expect(again.sendings.find('a')).toMatchObject({ state: 'paused' })
  await again.sendings.resume('a')
  await vi.waitFor(() => expect(again.open).toHaveLength(1))
})

test('where there is no room it goes all the same, and the window is needed', async () => {
  const { sendings, open, arrived } = sendingsOn(device('no-room'))
  await pickAndSend(sendings, 'a')
  await vi.waitFor(() => expect(open).toHaveLength(1))
  expect(sendings.find('a')).toMatchObject({ unkept: 'no-room' })
  expect(sendings.wouldLose()).toBe(true)
  open[0]?.go()
  await vi.waitFor(() => expect(arrived).toEqual(['a']))
})

test('over Wi-Fi alone it waits for Wi-Fi, and goes when that comes', async () => {
  let metered = true
  const { sendings, open } = sendingsOn(device(), { metered: () => metered })
  sendings.setWifiOnly(true)
  await pickAndSend(sendings, 'a')
  await vi.waitFor(() => expect(sendings.find('a')).toMatchObject({ state: 'for-wifi' }))
  expect(open).toHaveLength(0)
  metered = false
  sendings.lineChanged()
  await vi.waitFor(() => expect(open).toHaveLength(1))
})

test('a refusal is said and the next one goes on', async () => {
  const { api } = line()
  const refusing: UploadApi = {
    ...api,
    begin: async (clipId, blob, signal) => {
      if (clipId === 'a') throw new ApiProblem('file-too-large', 413)
      return await api.begin(clipId, blob, signal)
    },
  }
  const { sendings, open, arrived } = sendingsOn(device(), { api: refusing })
  await pickAndSend(sendings, 'a')
  await pickAndSend(sendings, 'b')
  await vi.waitFor(() => expect(open).toHaveLength(1))
  open[0]?.go()
  await vi.waitFor(() => expect(arrived).toEqual(['b']))
  expect(sendings.find('a')).toMatchObject({ state: 'refused' })
})

test('what she does not want sent leaves the device at once', async () => {
  const files = device()
  const { sendings, open, arrived } = sendingsOn(files)
  await pickAndSend(sendings, 'a')
  await vi.waitFor(() => expect(open).toHaveLength(1))
  await sendings.giveUp('a')
  expect(files.kept.size).toBe(0)
  expect(sendings.find('a')).toBeUndefined()
  expect(arrived).toEqual([])
})

import type { Clip, ClipUpload } from '@cuepoint/contracts'
import {
  type ByteRange,
  gridOf,
  isWholePart,
  mergedRanges,
  missingRanges,
  partAt,
  rangeOfPart,
} from '@cuepoint/domain'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ApiProblem } from '../api/problem.ts'
import { createLinePace } from './line-pace.ts'
import type { PutOptions, PutOutcome } from './put-range.ts'
import { type SendFile, sendFile, type UploadApi } from './send-file.ts'

const mebibyte = 1024 * 1024
const arrived = { id: 'clip' } as Clip

/** What may become of one request: in order, then all is well. */
type Luck = 'well' | 'lost-before' | 'lost-after'

/** Storage and the API over it, behind a line that loses what the test says. */
function serverOf(sizeBytes: number, lucks: readonly Luck[]) {
  const grid = gridOf(sizeBytes)
  const uploads: { id: string; parts: Set<number>; pieces: ByteRange[]; done: boolean }[] = []
  let n = 0
  let sentBytes = 0
  const luck = (): Luck => lucks[n++] ?? 'well'
  const current = () => {
    const upload = uploads.at(-1)
    if (!upload) throw new ApiProblem('not-found', 404)
    return upload
  }
  const shape = (): ClipUpload => {
    const { id, parts, pieces } = current()
    return {
      id,
      ...grid,
      have: mergedRanges([...[...parts].map((part) => rangeOfPart(grid, part)), ...pieces]),
      keptUntil: '2030-01-01T00:00:00.000Z',
    }
  }
  async function over<Answer>(work: () => Answer): Promise<Answer> {
    const fate = luck()
    if (fate === 'lost-before') throw new ApiProblem('unreachable')
    const answer = work()
    if (fate === 'lost-after') throw new ApiProblem('unreachable')
    return answer
  }
  const api: UploadApi = {
    make: () => over(() => undefined),
    begin: () =>
      over(() => {
        if (uploads.length === 0) uploads.push({ id: 'one', parts: new Set(), pieces: [], done: false })
        return shape()
      }),
    find: () => over(shape),
    sign: (_clip, _upload, ranges) =>
      over(() => ranges.map((range) => ({ ...range, url: '/', sameOrigin: true, goodUntil: '' }))),
    join: (_clip, _upload, part) =>
      over(() => {
        const { parts, pieces } = current()
        const missing = missingRanges(rangeOfPart(grid, part), pieces)
        if (missing.length > 0) throw new ApiProblem('upload-incomplete', 409, { missing })
        parts.add(part)
      }),
    complete: () =>
      over(() => {
        const upload = current()
        const missing = Array.from({ length: Math.ceil(sizeBytes / grid.partBytes) }, (_, i) => i + 1)
          .filter((part) => !upload.parts.has(part))
          .map((part) => rangeOfPart(grid, part))
        if (missing.length > 0) throw new ApiProblem('upload-incomplete', 409, { missing })
        upload.done = true
        return arrived
      }),
  }
  const ranges: ByteRange[] = []
  const put = async ({ body, onSent }: PutOptions): Promise<PutOutcome> => {
    const range = rangesByBlob.get(body)
    if (!range) throw new Error('bytes of another file')
    const fate = luck()
    onSent(body.size)
    if (fate === 'lost-before') return { end: 'cut' }
    sentBytes += body.size
    ranges.push(range)
    const { parts, pieces } = current()
    if (isWholePart(grid, range)) parts.add(partAt(grid, range))
    else pieces.push(range)
    return { end: fate === 'lost-after' ? 'cut' : 'stored' }
  }
  const rangesByBlob = new WeakMap<Blob, ByteRange>()
  const file = {
    size: sizeBytes,
    type: 'video/mp4',
    slice: (fromByte: number, toByte: number) => {
      const blob = { size: toByte - fromByte } as Blob
      rangesByBlob.set(blob, { fromByte, toByte })
      return blob
    },
  } as unknown as Blob
  return { api, put, file, uploads, stored: () => sentBytes, ranges }
}

const send = (server: ReturnType<typeof serverOf>, over: Partial<SendFile> = {}) => {
  let clock = 0
  return sendFile({
    clipId: 'clip',
    file: server.file,
    api: server.api,
    put: server.put,
    pace: createLinePace(),
    nowMs: () => (clock += 1_000),
    pause: async (_ms, signal) => signal.throwIfAborted(),
    signal: new AbortController().signal,
    onSent: () => undefined,
    onTrouble: () => undefined,
    ...over,
  })
}

test('whatever the line loses, the file arrives whole, and what arrived is not sent again', async () => {
  const luck = fc.constantFrom<Luck>('well', 'well', 'lost-before', 'lost-after')
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 14 * mebibyte }),
      fc.array(luck, { maxLength: 60 }),
      async (size, lucks) => {
        const server = serverOf(size, lucks)
        await expect(send(server)).resolves.toBe(arrived)
        expect(server.uploads.at(-1)?.done).toBe(true)
        expect(missingRanges({ fromByte: 0, toByte: size }, server.ranges)).toEqual([])
        expect(server.stored()).toBe(size)
      },
    ),
    { numRuns: 100 },
  )
})

test('a file that is refused is not tried again', async () => {
  const server = serverOf(mebibyte, [])
  const refused = new ApiProblem('file-too-large', 413)
  const api = { ...server.api, begin: () => Promise.reject(refused) }
  await expect(send(server, { api })).rejects.toBe(refused)
})

test('trouble is told, and that it is over', async () => {
  const server = serverOf(mebibyte, ['lost-before', 'well'])
  const told: (string | undefined)[] = []
  await send(server, { onTrouble: (problem) => told.push(problem?.code) })
  expect(told).toEqual(['unreachable', undefined])
})

test('stopping ends it with her own reason, and what is there stays there', async () => {
  const server = serverOf(12 * mebibyte, [])
  const stop = new AbortController()
  const put = async (options: PutOptions) => {
    const outcome = await server.put(options)
    stop.abort(new Error('paused'))
    return outcome
  }
  await expect(send(server, { put, signal: stop.signal })).rejects.toThrow('paused')
  expect(server.stored()).toBeGreaterThan(0)
  await expect(send(server)).resolves.toBe(arrived)
  expect(server.stored()).toBe(12 * mebibyte)
})

test('on a line that nobody has measured the first request is small, and the next is cut for what it carried', async () => {
  const server = serverOf(4 * mebibyte, [])
  await send(server)
  const [first, second] = server.ranges.map(({ fromByte, toByte }) => toByte - fromByte)
  expect(first).toBe(64 * 1024)
  expect(second).toBe(3 * 64 * 1024)
})

test('each request goes over a connection of its own until the line is known to be steady', async () => {
  const pace = createLinePace()
  const isLast: boolean[] = []
  const server = serverOf(9 * mebibyte, [])
  const put = async (options: PutOptions) => {
    isLast.push(options.lastOnConnection)
    return await server.put(options)
  }
  await send(server, { put, pace, nowMs: () => 0 })
  expect(isLast.length).toBeGreaterThan(20)
  expect(isLast).toEqual(isLast.map((_, n) => n < 20))
  pace.cut()
  expect(pace.isSteady()).toBe(false)
})

import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createObjectStore } from '@cuepoint/storage'
import { aClip } from '@cuepoint/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type ClipStage, startClipStage } from '../testing/clip-stage.ts'
import { testConfig } from '../testing/deps-without-services.ts'
import {
  multipartBody,
  multipartEnd,
  openPut,
  type Part,
  partHead,
  put,
  write,
} from '../testing/multipart-client.ts'

const mebibyte = 1024 * 1024
const maxBytes = 18 * mebibyte
const config = {
  ...testConfig,
  upload: { ...testConfig.upload, maxBytes, stallSeconds: 1 },
}

let stage: ClipStage
beforeAll(async () => {
  stage = await startClipStage({ config })
})
afterAll(() => stage[Symbol.asyncDispose]())

const aDraft = (values: Partial<Parameters<typeof aClip>[1]> = {}) =>
  aClip(stage.tables, {
    programId: stage.lesson.program.id,
    ownerId: stage.lesson.teacher.id,
    state: 'draft',
    note: 'Please look at the end',
    ...values,
  })
const path = (clip: { id: string }) => `/api/clips/${clip.id}/original`
const asTeacher = () => ({ cookie: stage.cookies.teacher })
const aFile = (bytes: Uint8Array | string, values: Partial<Part> = {}): Part => ({
  name: 'file',
  filename: 'my private lesson.mp4',
  type: 'video/mp4',
  bytes,
  ...values,
})
/** As it was before the file was tried, with nothing left behind. */
async function expectUntouched(clip: Awaited<ReturnType<typeof aDraft>>): Promise<void> {
  const { state_since: _then, ...before } = clip
  await vi.waitFor(async () => expect(await stage.clip(clip.id)).toMatchObject(before), { timeout: 10_000 })
  await vi.waitFor(
    async () => expect(await stage.leftInStorage(clip.id)).toEqual({ keys: [], openUploads: [] }),
    { timeout: 10_000 },
  )
}

test('a file arrives whole, in several parts, and its processing is asked for', async () => {
  const clip = await aDraft()
  const bytes = randomBytes(17 * mebibyte + 12_345)
  const answer = await put(stage.port, path(clip), asTeacher(), multipartBody(aFile(bytes)))
  expect(answer.status).toBe(202)
  expect(answer.json()).toMatchObject({ id: clip.id, state: 'uploaded', sizeBytes: bytes.length, mine: true })

  const row = await stage.clip(clip.id)
  expect(row).toMatchObject({ attempt: 1, content_type: 'video/mp4', upload_id: null })
  const opened = await stage.storage.openRead(row.original_key ?? '')
  if (opened.notModified === true) throw new Error('expected a body')
  const digest = createHash('sha256')
  for await (const piece of opened.body) digest.update(piece as Buffer)
  expect(digest.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
  await expect(stage.leftInStorage(clip.id)).resolves.toEqual({ keys: [row.original_key], openUploads: [] })
  const { rows: bells } = await stage.owner.query(`select payload from outbox where job = 'process-clip'`)
  expect(bells).toContainEqual({ payload: { clipId: clip.id, attempt: 1 } })
})

test('her own name for the file is kept nowhere', async () => {
  const clip = await aDraft()
  await put(stage.port, path(clip), asTeacher(), multipartBody(aFile('a video')))
  const row = await stage.clip(clip.id)
  expect(JSON.stringify(row)).not.toContain('private')
})

test('exactly as much as may be is taken, one byte more is not', async () => {
  const full = await aDraft()
  const taken = await put(stage.port, path(full), asTeacher(), multipartBody(aFile(Buffer.alloc(maxBytes))))
  expect(taken.status).toBe(202)
  await expect(stage.clip(full.id)).resolves.toMatchObject({ size_bytes: maxBytes })

  const over = await aDraft()
  const body = multipartBody(aFile(Buffer.alloc(maxBytes + 1)))
  const refused = await put(stage.port, path(over), asTeacher(), body)
  expect(refused.status).toBe(413)
  expect(refused.json()).toMatchObject({ code: 'file-too-large', details: { maxBytes } })
  await expectUntouched(over)
})

test('a file that says it is too large is refused before it is sent, and the answer gets through', async () => {
  const clip = await aDraft()
  const open = openPut(stage.port, path(clip), asTeacher(), maxBytes + mebibyte)
  await write(open, partHead(aFile('')))
  const answer = await open.answer
  expect(answer.status).toBe(413)
  expect(answer.headers.connection).toBe('close')
  expect(answer.json()).toMatchObject({
    code: 'file-too-large',
    details: { maxBytes, maxDurationMs: config.upload.maxDurationMs },
  })
  open.request.destroy()
  await expectUntouched(clip)
})

test('a sender who never stops is cut off where the limit is, with an answer', async () => {
  const clip = await aDraft()
  const open = openPut(stage.port, path(clip), asTeacher())
  const sending = (async () => {
    await write(open, partHead(aFile('')))
    const piece = Buffer.alloc(mebibyte)
    while (!open.request.destroyed) await write(open, piece)
  })()
  const answer = await open.answer
  expect(answer.status).toBe(413)
  expect(answer.json()).toMatchObject({ code: 'file-too-large' })
  // The line itself ends, however long she would go on.
  await sending
  await expectUntouched(clip)
})

const small = 'some seconds of a lesson'
test.each<[string, number, string, Part[]]>([
  ['no part at all', 422, 'file-missing', []],
  ['an empty file', 422, 'file-empty', [aFile('')]],
  ['a part of another name', 400, 'bad-request', [aFile(small, { name: 'video' })]],
  ['a field in place of the file', 400, 'bad-request', [{ name: 'file', bytes: 'text' }]],
  ['a field before the file', 400, 'bad-request', [{ name: 'title', bytes: 'x' }, aFile(small)]],
  ['a field after the file', 400, 'bad-request', [aFile(small), { name: 'title', bytes: 'x' }]],
  ['a second file', 400, 'bad-request', [aFile(small), aFile(small, { name: 'other' })]],
])('%s is refused and leaves nothing', async (_what, status, code, parts) => {
  const clip = await aDraft()
  const answer = await put(stage.port, path(clip), asTeacher(), multipartBody(...parts))
  expect([answer.status, answer.json()]).toEqual([status, expect.objectContaining({ code })])
  await expectUntouched(clip)
})

test('a body that is no form is refused', async () => {
  const clip = await aDraft()
  const json = { ...asTeacher(), 'content-type': 'application/json' }
  const answer = await put(stage.port, path(clip), json, Buffer.from('{}'))
  expect([answer.status, answer.json()]).toEqual([422, expect.objectContaining({ code: 'file-missing' })])
  const torn = multipartBody(aFile(small)).subarray(0, -20)
  const half = await put(stage.port, path(clip), asTeacher(), torn)
  expect([half.status, half.json()]).toEqual([400, expect.objectContaining({ code: 'upload-interrupted' })])
  await expectUntouched(clip)
})

test.each(['draft', 'rejected', 'failed'] as const)(
  'a line that is cut in the middle leads back to %s',
  async (state) => {
    const clip = await aDraft({ state, original_key: null, size_bytes: null })
    const open = openPut(stage.port, path(clip), asTeacher(), 16 * mebibyte)
    await write(open, partHead(aFile('')))
    // More than one part's worth, so that storage has an upload open.
    await write(open, Buffer.alloc(12 * mebibyte))
    await vi.waitFor(async () => expect((await stage.clip(clip.id)).state).toBe('uploading'))
    open.request.destroy()
    await expect(open.answer).rejects.toThrow(/hang up|reset/)
    await expectUntouched(clip)
  },
)

test('while one transfer is under way another is told so, and the first goes on', async () => {
  const clip = await aDraft()
  const open = openPut(stage.port, path(clip), asTeacher())
  await write(open, partHead(aFile('')))
  await vi.waitFor(async () => expect((await stage.clip(clip.id)).state).toBe('uploading'))
  const second = await put(stage.port, path(clip), asTeacher(), multipartBody(aFile(small)))
  expect([second.status, second.json()]).toEqual([
    409,
    expect.objectContaining({ code: 'upload-in-progress' }),
  ])
  open.request.end(small + multipartEnd)
  expect((await open.answer).status).toBe(202)
  await expect(stage.clip(clip.id)).resolves.toMatchObject({ state: 'uploaded', size_bytes: small.length })
})

test('a clip that has its file takes no other', async () => {
  const answer = await put(stage.port, path(stage.lesson.clip), asTeacher(), multipartBody(aFile(small)))
  expect([answer.status, answer.json()]).toEqual([409, expect.objectContaining({ code: 'wrong-state' })])
})

test('a sender who falls silent is given up, with an answer', async () => {
  const clip = await aDraft()
  const open = openPut(stage.port, path(clip), asTeacher(), 4 * mebibyte)
  await write(open, partHead(aFile('')))
  await write(open, Buffer.alloc(100_000))
  const answer = await open.answer
  expect([answer.status, answer.json()]).toEqual([
    400,
    expect.objectContaining({ code: 'upload-interrupted' }),
  ])
  await once(open.request, 'close')
  await expectUntouched(clip)
})

test('a clip deleted in the middle ends its transfer', async () => {
  const clip = await aDraft()
  const open = openPut(stage.port, path(clip), asTeacher())
  await write(open, partHead(aFile('')))
  await vi.waitFor(async () => expect((await stage.clip(clip.id)).state).toBe('uploading'))
  expect((await stage.ask('DELETE', `/api/clips/${clip.id}`, stage.cookies.teacher)).statusCode).toBe(202)
  const answer = await open.answer
  expect([answer.status, answer.json()]).toEqual([409, expect.objectContaining({ code: 'wrong-state' })])
  await expect(stage.leftInStorage(clip.id)).resolves.toEqual({ keys: [], openUploads: [] })
  open.request.destroy()
})

test('who may not send is told before she has sent', async () => {
  const clip = stage.lesson.clip
  const told = async (headers: Record<string, string>) => {
    const open = openPut(stage.port, path(clip), headers, 10 * mebibyte)
    const { status } = await open.answer
    open.request.destroy()
    return status
  }
  await expect(told({})).resolves.toBe(401)
  await expect(told({ cookie: stage.cookies.coach })).resolves.toBe(403)
  await expect(told({ cookie: stage.cookies.otherTeacher })).resolves.toBe(404)
  await expect(told({ cookie: stage.cookies.stranger })).resolves.toBe(404)
  await expect(stage.clip(clip.id)).resolves.toMatchObject({ state: 'ready' })
})

test('when storage is away she is told that it is not her file', async () => {
  const storage = createObjectStore({
    endpoint: 'http://127.0.0.1:1',
    region: 'us-east-1',
    bucket: 'none',
    accessKeyId: 'none',
    secretAccessKey: 'none',
    forcePathStyle: true,
  })
  await using other = await startClipStage({ config, storage })
  const clip = await aClip(other.tables, {
    programId: other.lesson.program.id,
    ownerId: other.lesson.teacher.id,
    state: 'draft',
  })
  const answer = await put(
    other.port,
    path(clip),
    { cookie: other.cookies.teacher },
    multipartBody(aFile(small)),
  )
  expect([answer.status, answer.json()]).toEqual([
    503,
    expect.objectContaining({ code: 'storage-unavailable' }),
  ])
  await expect(other.clip(clip.id)).resolves.toMatchObject({ state: 'draft', title: clip.title })
  storage.close()
})

test('a server that is told to go ends a transfer with an answer, and the clip can take its file again', async () => {
  const other = await startClipStage({ config })
  const clip = await aClip(other.tables, {
    programId: other.lesson.program.id,
    ownerId: other.lesson.teacher.id,
    state: 'draft',
  })
  const open = openPut(other.port, path(clip), { cookie: other.cookies.teacher })
  await write(open, partHead(aFile('')))
  await write(open, Buffer.alloc(mebibyte))
  await vi.waitFor(async () => expect((await other.clip(clip.id)).state).toBe('uploading'))
  const closing = other.app.close()
  const answer = await open.answer
  expect([answer.status, answer.json()]).toEqual([
    503,
    expect.objectContaining({ code: 'service-unavailable' }),
  ])
  open.request.destroy()
  await closing
  await expect(other.clip(clip.id)).resolves.toMatchObject({ state: 'draft', title: clip.title })
  await other[Symbol.asyncDispose]()
})

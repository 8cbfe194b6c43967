import { randomBytes, randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import type { ClipUpload, SignedRange } from '@cuepoint/contracts'
import { type ByteRange, pieceGrainBytes } from '@cuepoint/domain'
import { pieceKey } from '@cuepoint/storage'
import { aClip } from '@cuepoint/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClipStage, startClipStage } from '../testing/clip-stage.ts'
import { testConfig } from '../testing/deps-without-services.ts'

const mebibyte = 1024 * 1024
const maxBytes = 18 * mebibyte
const config = { ...testConfig, upload: { ...testConfig.upload, maxBytes } }

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
    ...values,
  })
const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) =>
  stage.ask(method, url, stage.cookies.teacher, payload)
const begin = async (clipId: string, sizeBytes: number) =>
  await ask('POST', `/api/clips/${clipId}/upload`, { sizeBytes, contentType: 'video/mp4' })
const begun = async (clipId: string, sizeBytes: number): Promise<ClipUpload> => {
  const answer = await begin(clipId, sizeBytes)
  expect(answer.statusCode).toBe(200)
  return answer.json<ClipUpload>()
}
const sign = (clipId: string, uploadId: string, ranges: readonly ByteRange[]) =>
  ask('POST', `/api/clips/${clipId}/upload/${uploadId}/signatures`, { ranges })
const signed = async (clipId: string, uploadId: string, range: ByteRange): Promise<SignedRange> => {
  const answer = await sign(clipId, uploadId, [range])
  expect(answer.statusCode).toBe(200)
  const [first] = answer.json<{ items: SignedRange[] }>().items
  if (!first) throw new Error('nothing was signed')
  return first
}
/** As a browser sends it: over a socket, to the address that was given. */
const send = async (url: string, bytes: Uint8Array, cookie = stage.cookies.teacher) =>
  await fetch(new URL(url, `http://127.0.0.1:${stage.port}`), {
    method: 'PUT',
    headers: { cookie, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
  })
const sendRange = async (clipId: string, uploadId: string, file: Buffer, range: ByteRange) => {
  const { url } = await signed(clipId, uploadId, range)
  const answer = await send(url, file.subarray(range.fromByte, range.toByte))
  expect(answer.status).toBe(204)
}
const complete = (clipId: string, uploadId: string) =>
  ask('POST', `/api/clips/${clipId}/upload/${uploadId}/complete`)
const range = (fromByte: number, toByte: number): ByteRange => ({ fromByte, toByte })

async function storedFile(clipId: string): Promise<Buffer> {
  const opened = await stage.storage.openRead((await stage.clip(clipId)).original_key ?? '')
  if (opened.notModified === true) throw new Error('expected a body')
  return await buffer(opened.body)
}

test('a file arrives in parts and pieces, in any order, and its processing is asked for once', async () => {
  const clip = await aDraft()
  const file = randomBytes(11 * mebibyte + 77)
  const upload = await begun(clip.id, file.length)
  expect(upload).toMatchObject({ partBytes: 5 * mebibyte, have: [] })
  await expect(stage.clip(clip.id)).resolves.toMatchObject({ state: 'uploading', upload_id: upload.id })

  await sendRange(clip.id, upload.id, file, range(10 * mebibyte, file.length))
  await sendRange(clip.id, upload.id, file, range(5 * mebibyte, 8 * mebibyte))
  await sendRange(clip.id, upload.id, file, range(0, 5 * mebibyte))
  const { have } = (await ask('GET', `/api/clips/${clip.id}/upload`)).json<ClipUpload>()
  expect(have).toEqual([range(0, 8 * mebibyte), range(10 * mebibyte, file.length)])

  await sendRange(clip.id, upload.id, file, range(8 * mebibyte, 10 * mebibyte))
  const joined = await ask('PUT', `/api/clips/${clip.id}/upload/${upload.id}/parts/2`)
  expect(joined.statusCode).toBe(204)
  const done = await complete(clip.id, upload.id)
  expect(done.statusCode).toBe(202)
  expect(done.json()).toMatchObject({ id: clip.id, state: 'uploaded', sizeBytes: file.length })

  expect((await storedFile(clip.id)).equals(file)).toBe(true)
  const row = await stage.clip(clip.id)
  await expect(stage.leftInStorage(clip.id)).resolves.toEqual({ keys: [row.original_key], openUploads: [] })
  const again = await complete(clip.id, upload.id)
  expect(again.statusCode).toBe(202)
  const { rows: bells } = await stage.owner.query(
    `select 1 from outbox where job = 'process-clip' and payload ->> 'clipId' = $1`,
    [clip.id],
  )
  expect(bells).toHaveLength(1)
})

test('twenty completes at once make one clip', async () => {
  const clip = await aDraft()
  const file = randomBytes(mebibyte)
  const upload = await begun(clip.id, file.length)
  await sendRange(clip.id, upload.id, file, range(0, file.length))
  const answers = await Promise.all(Array.from({ length: 20 }, () => complete(clip.id, upload.id)))
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 20 }, () => 202))
  await expect(stage.clip(clip.id)).resolves.toMatchObject({ state: 'uploaded', attempt: 1 })
  expect((await stage.leftInStorage(clip.id)).keys).toHaveLength(1)
})

test('pieces that nobody had joined are joined at the end', async () => {
  const clip = await aDraft()
  const file = randomBytes(mebibyte + 5)
  const upload = await begun(clip.id, file.length)
  await sendRange(clip.id, upload.id, file, range(0, pieceGrainBytes))
  await sendRange(clip.id, upload.id, file, range(pieceGrainBytes, file.length))
  expect((await complete(clip.id, upload.id)).statusCode).toBe(202)
  expect((await storedFile(clip.id)).equals(file)).toBe(true)
})

test('beginning twice is beginning once, and another file waits for its turn', async () => {
  const clip = await aDraft()
  const [one, other] = await Promise.all([begin(clip.id, 3 * mebibyte), begin(clip.id, 3 * mebibyte)])
  expect(one.json<ClipUpload>().id).toBe(other.json<ClipUpload>().id)
  expect((await stage.leftInStorage(clip.id)).openUploads).toHaveLength(1)
  const third = await begin(clip.id, 4 * mebibyte)
  expect([third.statusCode, third.json<{ code: string }>().code]).toEqual([409, 'upload-in-progress'])
  // The first was last heard of too long ago: it is nobody's any more.
  await stage.tables.asRole((tx) =>
    tx
      .updateTable('clip')
      .set({ state_deadline: new Date(0) })
      .where('id', '=', clip.id)
      .execute(),
  )
  expect((await begun(clip.id, 4 * mebibyte)).id).not.toBe(one.json<ClipUpload>().id)
})

test('what is given up leaves nothing, and the clip takes a file again', async () => {
  const clip = await aDraft()
  const file = randomBytes(6 * mebibyte)
  const upload = await begun(clip.id, file.length)
  await sendRange(clip.id, upload.id, file, range(0, 5 * mebibyte))
  await sendRange(clip.id, upload.id, file, range(5 * mebibyte, 5 * mebibyte + pieceGrainBytes))
  const url = `/api/clips/${clip.id}/upload/${upload.id}`
  expect((await ask('DELETE', url)).statusCode).toBe(204)
  expect((await ask('DELETE', url)).statusCode).toBe(204)
  await expect(stage.leftInStorage(clip.id)).resolves.toEqual({ keys: [], openUploads: [] })
  await expect(stage.clip(clip.id)).resolves.toMatchObject({ state: 'draft', upload_id: null })
  expect((await sign(clip.id, upload.id, [range(0, 5 * mebibyte)])).statusCode).toBe(404)
  expect((await begun(clip.id, mebibyte)).id).not.toBe(upload.id)
})

test('a file may be as large as the limit, and no larger, and not empty', async () => {
  const clip = await aDraft()
  const over = await begin(clip.id, maxBytes + 1)
  expect([over.statusCode, over.json<{ code: string }>().code]).toEqual([413, 'file-too-large'])
  const none = await begin(clip.id, 0)
  expect([none.statusCode, none.json<{ code: string }>().code]).toEqual([422, 'file-empty'])
  await expect(stage.clip(clip.id)).resolves.toMatchObject({ state: 'draft' })
  await begun(clip.id, maxBytes)
})

test('only ranges of its own grid are signed, and only with their own length taken', async () => {
  const clip = await aDraft()
  const file = randomBytes(6 * mebibyte)
  const upload = await begun(clip.id, file.length)
  for (const wrong of [
    range(1, pieceGrainBytes),
    range(0, 6 * mebibyte),
    range(5 * mebibyte, 6 * mebibyte + 1),
    range(pieceGrainBytes, pieceGrainBytes),
  ])
    expect((await sign(clip.id, upload.id, [wrong])).statusCode).toBe(400)
  const { url } = await signed(clip.id, upload.id, range(0, pieceGrainBytes))
  expect((await send(url, file.subarray(0, pieceGrainBytes + 1))).status).toBe(400)
  expect((await send(url, file.subarray(0, pieceGrainBytes - 1))).status).toBe(400)
  await expect(stage.leftInStorage(clip.id)).resolves.toMatchObject({ keys: [] })
  expect((await send(url, file.subarray(0, pieceGrainBytes))).status).toBe(204)
})

test('what is missing is said, and nothing is made of a part of a file', async () => {
  const clip = await aDraft()
  const file = randomBytes(6 * mebibyte)
  const upload = await begun(clip.id, file.length)
  await sendRange(clip.id, upload.id, file, range(0, pieceGrainBytes))
  await sendRange(clip.id, upload.id, file, range(5 * mebibyte, file.length))
  const answer = await complete(clip.id, upload.id)
  expect(answer.statusCode).toBe(409)
  expect(answer.json()).toMatchObject({
    code: 'upload-incomplete',
    details: { missing: [range(pieceGrainBytes, 5 * mebibyte)] },
  })
  const join = await ask('PUT', `/api/clips/${clip.id}/upload/${upload.id}/parts/1`)
  expect(join.statusCode).toBe(409)
  expect((await ask('PUT', `/api/clips/${clip.id}/upload/${upload.id}/parts/3`)).statusCode).toBe(404)
  expect((await ask('PUT', `/api/clips/${clip.id}/upload/${upload.id}/parts/10001`)).statusCode).toBe(404)
  expect((await ask('PUT', `/api/clips/${clip.id}/upload/${upload.id}/parts/0`)).statusCode).toBe(400)
  await expect(stage.clip(clip.id)).resolves.toMatchObject({ state: 'uploading', original_key: null })
})

test('nothing comes after the end', async () => {
  const clip = await aDraft()
  const file = randomBytes(mebibyte)
  const upload = await begun(clip.id, file.length)
  const { url } = await signed(clip.id, upload.id, range(0, file.length))
  expect((await send(url, file)).status).toBe(204)
  expect((await complete(clip.id, upload.id)).statusCode).toBe(202)
  expect((await send(url, file)).status).toBe(404)
  expect((await sign(clip.id, upload.id, [range(0, file.length)])).statusCode).toBe(404)
  expect((await storedFile(clip.id)).equals(file)).toBe(true)
})

test('it is hers alone, whatever of it others know', async () => {
  const clip = await aDraft()
  const file = randomBytes(mebibyte)
  const upload = await begun(clip.id, file.length)
  const { url } = await signed(clip.id, upload.id, range(0, file.length))
  for (const [cookie, status] of [
    [stage.cookies.otherTeacher, 404],
    [stage.cookies.stranger, 404],
    ['', 401],
  ] as const) {
    expect((await send(url, file, cookie)).status).toBe(status)
    const done = await stage.ask('POST', `/api/clips/${clip.id}/upload/${upload.id}/complete`, cookie)
    expect(done.statusCode).toBe(status)
  }
  const other = await aDraft({ ownerId: stage.lesson.otherTeacher.id })
  // Her own right on one clip opens no upload of another.
  expect((await sign(clip.id, randomUUID(), [range(0, file.length)])).statusCode).toBe(404)
  const crossed = await stage.ask(
    'POST',
    `/api/clips/${other.id}/upload/${upload.id}/complete`,
    stage.cookies.otherTeacher,
  )
  expect(crossed.statusCode).toBe(404)
  expect((await send(url, file)).status).toBe(204)
})

test('a piece that is shorter than its name says is no piece', async () => {
  const clip = await aDraft()
  const upload = await begun(clip.id, 2 * mebibyte)
  const key = pieceKey(clip.id, upload.id, range(0, pieceGrainBytes))
  await stage.storage.putBytes(key, randomBytes(10), { contentType: 'application/octet-stream' })
  const { have } = (await ask('GET', `/api/clips/${clip.id}/upload`)).json<ClipUpload>()
  expect(have).toEqual([])
})

test.each([
  [{ 'x-last-on-connection': '1' }, 'close'],
  [{}, 'keep-alive'],
])('asked with %j the connection is left to %s', async (headers, left) => {
  const clip = await aDraft()
  const { id } = await begun(clip.id, 100)
  const { url } = await signed(clip.id, id, range(0, 100))
  const answers = [
    await fetch(new URL(url, `http://127.0.0.1:${stage.port}`), {
      method: 'PUT',
      headers: { cookie: stage.cookies.teacher, 'content-type': 'application/octet-stream', ...headers },
      body: new Uint8Array(100),
    }),
    await fetch(new URL(`/api/clips/${clip.id}/upload`, `http://127.0.0.1:${stage.port}`), {
      headers: { cookie: stage.cookies.teacher, ...headers },
    }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([204, 200])
  expect(answers.map((answer) => answer.headers.get('connection'))).toEqual([left, left])
})

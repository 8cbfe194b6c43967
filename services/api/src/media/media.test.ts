import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { forgetFiles, supersedeFiles, writeFiles } from '@cuepoint/db'
import { mediaKey } from '@cuepoint/storage'
import { aClip, aMediaId, aPromise, revoked, someFiles } from '@cuepoint/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type ClipStage, startClipStage } from '../testing/clip-stage.ts'

let stage: ClipStage
const segment = randomBytes(40_000)
const playlist = Buffer.from('#EXTM3U\n'.padEnd(120, ' '))
let base: string

beforeAll(async () => {
  stage = await startClipStage()
  const { clip } = stage.lesson
  const store = async (file: string, bytes: Uint8Array) =>
    await stage.storage.putBytes(mediaKey(clip.id, clip.media_id ?? '', file), bytes, { contentType: 'x/x' })
  await store('main.m3u8', playlist)
  await store('240p/0.m4s', segment)
  // There, but listed by nobody.
  await store('240p/secret.m4s', segment)
  base = `/api/clips/${clip.id}/media/${clip.media_id}`
})
afterAll(() => stage[Symbol.asyncDispose]())

type Asking = { cookie?: string; headers?: Record<string, string> }
const ask = async (url: string, { cookie = stage.cookies.coach, headers = {} }: Asking = {}) =>
  await stage.app.inject({ url, headers: { cookie, ...headers } })
const seg = () => `${base}/240p/0.m4s`

test('a segment comes whole, as what it is, and may be kept but not shown again unasked', async () => {
  const answer = await ask(seg())
  expect(answer.statusCode).toBe(200)
  expect(answer.rawPayload.equals(segment)).toBe(true)
  expect(answer.headers).toMatchObject({
    'content-type': 'video/iso.segment',
    'content-length': '40000',
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'x-content-type-options': 'nosniff',
  })
})

test('a reader who has it already is told so without the bytes', async () => {
  const { etag } = (await ask(seg())).headers
  for (const header of [String(etag), `W/${String(etag)}`, `"other", ${String(etag)}`, '*']) {
    const again = await ask(seg(), { headers: { 'if-none-match': header } })
    expect([again.statusCode, again.body]).toEqual([304, ''])
    expect(again.headers).toMatchObject({ etag, 'cache-control': 'private, no-cache' })
  }
  expect((await ask(seg(), { headers: { 'if-none-match': '"other"' } })).statusCode).toBe(200)
})

test('a range is a range', async () => {
  const answer = await ask(seg(), { headers: { range: 'bytes=100-199' } })
  expect(answer.statusCode).toBe(206)
  expect(answer.headers).toMatchObject({ 'content-range': 'bytes 100-199/40000', 'content-length': '100' })
  expect(answer.rawPayload.equals(segment.subarray(100, 200))).toBe(true)

  const beyond = await ask(seg(), { headers: { range: 'bytes=40000-' } })
  expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, 'bytes */40000'])

  const other = { range: 'bytes=0-9', 'if-range': '"other"' }
  expect((await ask(seg(), { headers: other })).statusCode).toBe(200)
})

test.each([
  ['a file that lies there unlisted', '240p/secret.m4s'],
  ['a file that is listed and not there', '240p/init.mp4'],
  ['a name that climbs', '../../original/x'],
  ['a name that climbs in disguise', '%2e%2e/%2e%2e/original/x'],
  ['nothing', ''],
])('%s is not found', async (_what, file) => {
  expect((await ask(`${base}/${file}`)).statusCode).toBe(404)
})

test('another publish’s name is not found', async () => {
  const { clip } = stage.lesson
  expect((await ask(`/api/clips/${clip.id}/media/${aMediaId()}/240p/0.m4s`)).statusCode).toBe(404)
})

test('who may see the clip gets its files, and nobody else', async () => {
  const status = async (cookie: string) => (await ask(seg(), { cookie })).statusCode
  await expect(status(stage.cookies.teacher)).resolves.toBe(200)
  await expect(status(stage.cookies.coach)).resolves.toBe(200)
  await expect(status(stage.cookies.otherTeacher)).resolves.toBe(404)
  await expect(status(stage.cookies.lead)).resolves.toBe(404)
  await expect(status(stage.cookies.stranger)).resolves.toBe(404)
  await expect(status('')).resolves.toBe(401)
})

test('asking for the playlist is a view, of others and once', async () => {
  await ask(`${base}/main.m3u8`, { cookie: stage.cookies.teacher })
  await ask(`${base}/main.m3u8`)
  await ask(`${base}/main.m3u8`)
  const viewers = await stage.ask('GET', `/api/clips/${stage.lesson.clip.id}/viewers`, stage.cookies.teacher)
  expect(viewers.json()).toEqual({
    items: [
      {
        person: { id: stage.lesson.coach.id, name: 'Carmen' },
        firstAt: expect.any(String),
        lastAt: expect.any(String),
      },
    ],
  })
  const asCoach = await stage.ask('GET', `/api/clips/${stage.lesson.clip.id}/viewers`, stage.cookies.coach)
  expect(asCoach.statusCode).toBe(403)
})

test('a reader who goes away ends the reading in storage', async () => {
  const { clip } = stage.lesson
  const large = 24 * 1024 * 1024
  const mediaId = clip.media_id ?? ''
  const other = await aClip(stage.tables, {
    programId: clip.program_id,
    ownerId: clip.owner_id,
    media_id: mediaId,
  })
  await stage.tables.asRole((tx) =>
    writeFiles(tx, { clipId: other.id, mediaId, writtenBy: mediaId }, [
      { name: '240p/large.m4s', sizeBytes: large, contentType: 'video/iso.segment' },
    ]),
  )
  await stage.storage.putBytes(mediaKey(other.id, mediaId, '240p/large.m4s'), Buffer.alloc(large), {
    contentType: 'x/x',
  })
  const openRead = vi.spyOn(stage.storage, 'openRead')
  const get = request({
    port: stage.port,
    host: '127.0.0.1',
    agent: false,
    path: `/api/clips/${other.id}/media/${mediaId}/240p/large.m4s`,
    headers: { cookie: stage.cookies.teacher },
  }).end()
  const [response] = (await once(get, 'response')) as [import('node:http').IncomingMessage]
  await once(response, 'readable')
  const opened = await openRead.mock.results[0]?.value
  if (!opened || opened.notModified === true) throw new Error('expected an open body')
  expect(opened.body.destroyed).toBe(false)
  get.destroy()
  await vi.waitFor(() => expect(opened.body.destroyed).toBe(true))
  expect(opened.body.readableEnded).toBe(false)
  openRead.mockRestore()
})

test('once something newer is published, what is made of the older is served on until it is forgotten', async () => {
  const { clip } = stage.lesson
  const older = { clipId: clip.id, mediaId: clip.media_id ?? '', writtenBy: '' }
  await stage.tables.asRole((tx) => writeFiles(tx, older, [aPromise('240p/1.m4s')]))
  const newer = aMediaId(2)
  await stage.owner.query('update clip set media_id = $2 where id = $1', [clip.id, newer])
  expect((await ask(seg())).statusCode).toBe(200)
  expect((await ask(seg(), { cookie: stage.cookies.otherTeacher })).statusCode).toBe(404)
  // Nobody keeps the promises of what has been replaced: nobody waits for them either.
  expect((await ask(`${base}/240p/1.m4s`)).statusCode).toBe(404)
  expect((await ask(`/api/clips/${clip.id}/media/${newer}/240p/0.m4s`)).statusCode).toBe(404)

  await stage.tables.asRole(async (tx) => {
    await supersedeFiles(tx, clip.id, newer)
    await forgetFiles(tx, -1)
  })
  expect((await ask(seg())).statusCode).toBe(404)
  await stage.owner.query('update clip set media_id = $2 where id = $1', [clip.id, clip.media_id])
  await stage.tables.asRole((tx) => writeFiles(tx, { ...older, writtenBy: older.mediaId }, someFiles()))
  expect((await ask(seg())).statusCode).toBe(200)
})

test('what another run has made is served from that run’s prefix', async () => {
  const { clip } = stage.lesson
  const run = aMediaId(3)
  const bytes = randomBytes(30)
  await stage.storage.putBytes(mediaKey(clip.id, run, '720p/0.m4s'), bytes, { contentType: 'x/x' })
  await stage.tables.asRole((tx) =>
    writeFiles(tx, { clipId: clip.id, mediaId: clip.media_id ?? '', writtenBy: run }, [
      { name: '720p/0.m4s', sizeBytes: 30, contentType: 'video/iso.segment' },
    ]),
  )
  const answer = await ask(`${base}/720p/0.m4s`)
  expect(answer.statusCode).toBe(200)
  expect(answer.rawPayload.equals(bytes)).toBe(true)
})

// Last: it takes the sight away.
test('what is taken back is dead on the next request, also for what the browser has', async () => {
  const { etag } = (await ask(seg())).headers
  await revoked(stage.tables, stage.lesson.grant)
  expect((await ask(seg())).statusCode).toBe(404)
  expect((await ask(seg(), { headers: { 'if-none-match': String(etag) } })).statusCode).toBe(404)
  expect((await ask(seg(), { cookie: stage.cookies.teacher })).statusCode).toBe(200)
})

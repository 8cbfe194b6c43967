import { randomBytes } from 'node:crypto'
import { aClip } from '@cuepoint/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClipStage, startClipStage } from '../testing/clip-stage.ts'

let stage: ClipStage
const bytes = randomBytes(1_000_000)
let url: string

beforeAll(async () => {
  stage = await startClipStage()
  const { clip } = stage.lesson
  await stage.storage.putBytes(clip.original_key ?? '', bytes, { contentType: 'video/quicktime' })
  await stage.owner.query(`update clip set content_type = 'video/quicktime' where id = $1`, [clip.id])
  url = `/api/clips/${clip.id}/original`
})
afterAll(() => stage[Symbol.asyncDispose]())

const get = async (cookie: string, headers: Record<string, string> = {}) =>
  await stage.app.inject({ url, headers: { cookie, ...headers } })

test('its owner gets it back byte for byte, under a name that tells nothing', async () => {
  const answer = await get(stage.cookies.teacher)
  expect(answer.statusCode).toBe(200)
  expect(answer.rawPayload.equals(bytes)).toBe(true)
  expect(answer.headers).toMatchObject({
    'content-type': 'video/quicktime',
    'content-length': '1000000',
    'content-disposition': `attachment; filename="lesson-${stage.lesson.clip.id.slice(0, 8)}.mov"`,
    'cache-control': 'private, no-store',
  })
})

test('a download that broke goes on where it was', async () => {
  const { etag } = (await get(stage.cookies.teacher)).headers
  const rest = await get(stage.cookies.teacher, { range: 'bytes=999000-', 'if-range': String(etag) })
  expect(rest.statusCode).toBe(206)
  expect(rest.rawPayload.equals(bytes.subarray(999_000))).toBe(true)
})

test('it is hers alone', async () => {
  expect((await get(stage.cookies.coach)).statusCode).toBe(403)
  expect((await get(stage.cookies.otherTeacher)).statusCode).toBe(404)
  expect((await get('')).statusCode).toBe(401)
})

test('whatever its sender called it, it is never a page', async () => {
  await stage.owner.query(`update clip set content_type = 'text/html' where id = $1`, [stage.lesson.clip.id])
  const answer = await get(stage.cookies.teacher)
  expect(answer.headers['content-type']).toBe('application/octet-stream')
  expect(answer.headers['x-content-type-options']).toBe('nosniff')
})

test('a clip without a file has none to give', async () => {
  const draft = await aClip(stage.tables, {
    programId: stage.lesson.program.id,
    ownerId: stage.lesson.teacher.id,
    state: 'draft',
  })
  const answer = await stage.ask('GET', `/api/clips/${draft.id}/original`, stage.cookies.teacher)
  expect(answer.statusCode).toBe(404)
})

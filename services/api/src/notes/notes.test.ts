import { randomUUID } from 'node:crypto'
import { aClip, aGrant } from '@cuepoint/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClipStage, startClipStage } from '../testing/clip-stage.ts'

let stage: ClipStage
beforeAll(async () => {
  stage = await startClipStage()
})
afterAll(() => stage[Symbol.asyncDispose]())

const write = (cookie: string, body: object = {}, clipId = stage.lesson.clip.id) =>
  stage.ask('POST', `/api/clips/${clipId}/notes`, cookie, {
    atMs: 5_000,
    endMs: null,
    text: 'I would like your eyes here',
    parentId: null,
    ...body,
  })
const listed = async (clipId = stage.lesson.clip.id, cookie = stage.cookies.teacher) =>
  (await stage.ask('GET', `/api/clips/${clipId}/notes`, cookie)).json().items

test('her own moment is seen by her coach, who answers at that moment', async () => {
  const { clip } = stage.lesson
  const asked = await write(stage.cookies.teacher, { atMs: 30_000, endMs: 42_000 })
  expect(asked.statusCode).toBe(201)
  expect(asked.json()).toMatchObject({
    clipId: clip.id,
    author: { id: stage.lesson.teacher.id, name: 'Malee' },
    mine: true,
    atMs: 30_000,
    endMs: 42_000,
    version: 1,
  })
  const reply = await write(stage.cookies.coach, {
    parentId: asked.json().id,
    atMs: 1,
    endMs: 2,
    text: 'Yes!',
  })
  expect(reply.json()).toMatchObject({ parentId: asked.json().id, atMs: 30_000, endMs: 42_000 })
  const notes = await listed()
  expect(notes.map((note: { id: string; mine: boolean }) => [note.id, note.mine])).toEqual([
    [asked.json().id, true],
    [reply.json().id, false],
  ])
})

test('a reply’s parent is a note of the same clip', async () => {
  const other = await aClip(stage.tables, {
    programId: stage.lesson.program.id,
    ownerId: stage.lesson.teacher.id,
  })
  const elsewhere = (await write(stage.cookies.teacher, {}, other.id)).json()
  for (const parentId of [elsewhere.id, randomUUID()])
    expect((await write(stage.cookies.teacher, { parentId })).statusCode).toBe(404)
})

test.each([
  [{ atMs: 10, endMs: 10 }, 'range-backwards'],
  [{ atMs: 60_001 }, 'past-end-of-clip'],
  [{ atMs: 1, endMs: 60_001 }, 'past-end-of-clip'],
])('a moment that is none is refused: %o', async (moment, code) => {
  const answer = await write(stage.cookies.teacher, moment)
  expect([answer.statusCode, answer.json().code]).toEqual([422, code])
  const before = await write(stage.cookies.teacher, { atMs: 60_000 })
  expect(before.statusCode).toBe(201)
})

test('two devices never overwrite each other, and every version is kept', async () => {
  const note = (await write(stage.cookies.teacher, { text: 'first' })).json()
  const url = `/api/notes/${note.id}`
  const save = (text: string, baseVersion: number) =>
    stage.ask('PATCH', url, stage.cookies.teacher, { text, baseVersion })
  const answers = await Promise.all([save('phone', 1), save('desk', 1)])
  expect(answers.map((answer) => answer.statusCode).toSorted((one, other) => one - other)).toEqual([200, 409])
  const won = answers.find((answer) => answer.statusCode === 200)?.json()
  const lost = answers.find((answer) => answer.statusCode === 409)?.json()
  expect(lost).toMatchObject({ code: 'version-conflict', details: { current: won } })
  expect(won).toMatchObject({ version: 2 })
  const { rows } = await stage.owner.query(
    'select version, text from note_version where note_id = $1 order by version',
    [note.id],
  )
  expect(rows).toEqual([
    { version: 1, text: 'first' },
    { version: 2, text: won.text },
  ])
})

test('what was taken out comes back, and a reply to it stands by itself meanwhile', async () => {
  const clip = await aClip(stage.tables, {
    programId: stage.lesson.program.id,
    ownerId: stage.lesson.teacher.id,
  })
  const parent = (await write(stage.cookies.teacher, {}, clip.id)).json()
  const reply = (await write(stage.cookies.teacher, { parentId: parent.id, text: 'and' }, clip.id)).json()
  expect((await stage.ask('DELETE', `/api/notes/${parent.id}`, stage.cookies.teacher)).statusCode).toBe(204)
  await expect(listed(clip.id)).resolves.toMatchObject([{ id: reply.id, parentId: null, atMs: parent.atMs }])
  const gone = await stage.ask('PATCH', `/api/notes/${parent.id}`, stage.cookies.teacher, {
    text: 'x',
    baseVersion: 1,
  })
  expect(gone.statusCode).toBe(404)
  expect((await write(stage.cookies.teacher, { parentId: parent.id }, clip.id)).statusCode).toBe(404)
  const back = await stage.ask('POST', `/api/notes/${parent.id}/restore`, stage.cookies.teacher)
  expect(back.json()).toEqual(parent)
  await expect(listed(clip.id)).resolves.toMatchObject([
    { id: parent.id },
    { id: reply.id, parentId: parent.id },
  ])
})

test('a note is its author’s to change, and nobody else’s', async () => {
  const note = (await write(stage.cookies.teacher)).json()
  const asCoach = { text: 'better', baseVersion: 1 }
  const url = `/api/notes/${note.id}`
  expect((await stage.ask('PATCH', url, stage.cookies.coach, asCoach)).statusCode).toBe(403)
  expect((await stage.ask('DELETE', url, stage.cookies.coach)).statusCode).toBe(403)
  expect((await stage.ask('DELETE', url, stage.cookies.stranger)).statusCode).toBe(404)
  const own = (await write(stage.cookies.coach)).json()
  const change = await stage.ask('PATCH', `/api/notes/${own.id}`, stage.cookies.coach, asCoach)
  expect(change.json()).toMatchObject({ text: 'better', version: 2 })
})

test('who may only look reads and does not write', async () => {
  const clip = await aClip(stage.tables, {
    programId: stage.lesson.program.id,
    ownerId: stage.lesson.teacher.id,
  })
  await aGrant(stage.tables, clip, { personId: stage.lesson.otherTeacher.id }, 'view')
  await aGrant(stage.tables, clip, { personId: stage.lesson.coach.id }, 'comment')
  const note = (await write(stage.cookies.coach, {}, clip.id)).json()
  expect((await write(stage.cookies.otherTeacher, {}, clip.id)).statusCode).toBe(403)
  await expect(listed(clip.id, stage.cookies.otherTeacher)).resolves.toMatchObject([{ id: note.id }])
  const foreign = await stage.ask('GET', `/api/clips/${clip.id}/notes`, stage.cookies.stranger)
  expect(foreign.statusCode).toBe(404)
})

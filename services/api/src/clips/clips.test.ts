import { randomUUID } from 'node:crypto'
import { aClip, aGrant, aPartnership, someMedia } from '@cuepoint/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClipStage, startClipStage } from '../testing/clip-stage.ts'

let stage: ClipStage
beforeAll(async () => {
  stage = await startClipStage()
})
afterAll(() => stage[Symbol.asyncDispose]())

const clipOf = (state: NonNullable<Parameters<typeof aClip>[1]['state']>) =>
  aClip(stage.tables, {
    programId: stage.lesson.program.id,
    ownerId: stage.lesson.teacher.id,
    state,
  })
const newClip = () => ({ programId: stage.lesson.program.id, title: 'Water play', note: 'Is it too fast?' })

test('who teaches or coaches makes a clip; a lead does not, and a stranger finds no program', async () => {
  const made = await stage.ask('POST', '/api/clips', stage.cookies.otherTeacher, newClip())
  expect(made.statusCode).toBe(201)
  expect(made.json()).toMatchObject({
    ...newClip(),
    state: 'draft',
    level: 'own',
    mine: true,
    owner: { id: stage.lesson.otherTeacher.id, name: 'Ana' },
    media: null,
    positionMs: 0,
  })
  const status = async (cookie: string) =>
    (await stage.ask('POST', '/api/clips', cookie, newClip())).statusCode
  await expect(status(stage.cookies.coach)).resolves.toBe(201)
  await expect(status(stage.cookies.lead)).resolves.toBe(403)
  await expect(status(stage.cookies.stranger)).resolves.toBe(404)
})

test('asked twice under the id that her device gave it, a clip is made once, and nobody else gets at it', async () => {
  const wanted = { ...newClip(), id: randomUUID() }
  const ask = (cookie: string) => stage.ask('POST', '/api/clips', cookie, wanted)
  const first = await ask(stage.cookies.teacher)
  const again = await ask(stage.cookies.teacher)
  expect([first.statusCode, again.statusCode]).toEqual([201, 200])
  expect(again.json()).toEqual(first.json())
  expect(first.json()).toMatchObject({ id: wanted.id, title: wanted.title })
  const hers = await ask(stage.cookies.otherTeacher)
  expect([hers.statusCode, hers.json().code]).toEqual([400, 'bad-request'])
  expect(hers.body).not.toContain(wanted.title)
})

test('what is not declared is refused, not dropped', async () => {
  const answer = await stage.ask('POST', '/api/clips', stage.cookies.teacher, {
    ...newClip(),
    ownerId: randomUUID(),
  })
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'bad-request'])
})

test('a ready clip says how to play it and what its reader may do', async () => {
  const { clip } = stage.lesson
  const asCoach = (await stage.ask('GET', `/api/clips/${clip.id}`, stage.cookies.coach)).json()
  expect(asCoach).toMatchObject({
    level: 'coach',
    mine: false,
    state: 'ready',
    media: {
      playlistUrl: `/api/clips/${clip.id}/media/${clip.media_id}/main.m3u8`,
      posterUrl: `/api/clips/${clip.id}/media/${clip.media_id}/poster.jpg`,
      durationMs: 60_000,
      renditions: [{ name: '240p' }],
    },
  })
  expect(JSON.stringify(asCoach)).not.toContain('m4s')
  const unknown = await stage.ask('GET', `/api/clips/${randomUUID()}`, stage.cookies.coach)
  const foreign = await stage.ask('GET', `/api/clips/${clip.id}`, stage.cookies.otherTeacher)
  expect(unknown.statusCode).toBe(404)
  const { requestId: _one, ...first } = unknown.json()
  const { requestId: _other, ...second } = foreign.json()
  expect(first).toEqual(second)
})

test('a clip says how far it is made: what plays, what comes, and how long that takes', async () => {
  const { id, media_id: mediaId, ...lesson } = stage.lesson.clip
  const media = async (values: object, row: object = {}) => {
    await stage.tables.asRole((tx) =>
      tx
        .updateTable('clip')
        .set({ ...row, media: JSON.stringify(someMedia(values)) })
        .where('id', '=', id)
        .execute(),
    )
    return (await stage.ask('GET', `/api/clips/${id}`, stage.cookies.coach)).json()
  }
  const at = (file: string) => `/api/clips/${id}/media/${mediaId}/${file}`
  await expect(
    media({ partly: true }, { unfinished: true, progress_percent: 30, remaining_ms: 90_000 }),
  ).resolves.toMatchObject({
    state: 'ready',
    progressPercent: 30,
    remainingMs: 90_000,
    media: {
      complete: false,
      partly: true,
      damaged: false,
      listenUrl: null,
      storyboardUrl: null,
      peaksUrl: null,
      // What was published before there was a choice.
      sounds: ['original'],
    },
  })
  await expect(
    media(
      {
        listen: 'listen.m3u8',
        storyboard: 'board.vtt',
        peaks: 'peaks.dat',
        sounds: ['levelled', 'original'],
        damaged: true,
        // Said by a run that then ended: a whole clip is not partly there.
        partly: true,
      },
      { unfinished: false, progress_percent: 100, remaining_ms: null },
    ),
  ).resolves.toMatchObject({
    remainingMs: null,
    media: {
      complete: true,
      partly: false,
      damaged: true,
      listenUrl: at('listen.m3u8'),
      storyboardUrl: at('board.vtt'),
      peaksUrl: at('peaks.dat'),
      sounds: ['levelled', 'original'],
    },
  })
  await expect(media({ hasAudio: false })).resolves.toMatchObject({ media: { sounds: [] } })
  // What the worker means to do next is its own.
  const planned = await media({}, { plan: JSON.stringify({ secret: 'plan-of-the-worker' }) })
  expect(JSON.stringify(planned)).not.toContain('plan-of-the-worker')
  await media(lesson.media ?? {}, { plan: null })
})

test('the list holds hers and what she may see, newest first, without what is leaving', async () => {
  const old = await aClip(stage.tables, {
    programId: stage.lesson.program.id,
    ownerId: stage.lesson.coach.id,
    state: 'draft',
    created_at: new Date('2020-01-01T00:00:00Z'),
  })
  const leaving = await clipOf('deleting')
  await aGrant(stage.tables, leaving, { personId: stage.lesson.coach.id })
  const expired = await clipOf('ready')
  await aGrant(stage.tables, expired, { personId: stage.lesson.coach.id }, 'coach', {
    expires_at: new Date('2020-01-01T00:00:00Z'),
  })
  const ended = await clipOf('ready')
  const partnership = await aPartnership(
    stage.tables,
    stage.lesson.program.id,
    [
      { personId: stage.lesson.coach.id, side: 'coach' },
      { personId: stage.lesson.teacher.id, side: 'teacher' },
    ],
    { ended_at: new Date() },
  )
  await aGrant(stage.tables, ended, { partnershipId: partnership.id })

  const answer = await stage.ask('GET', '/api/clips', stage.cookies.coach)
  const { items } = answer.json<{ items: { id: string; mine: boolean }[] }>()
  const ids = items.map((item) => item.id)
  expect(ids).toContain(stage.lesson.clip.id)
  expect(ids.at(-1)).toBe(old.id)
  expect(ids.indexOf(stage.lesson.clip.id)).toBeLessThan(ids.indexOf(old.id))
  for (const hidden of [leaving, expired, ended]) expect(ids).not.toContain(hidden.id)
})

test('its owner changes the title and the note, one by one', async () => {
  const clip = await clipOf('ready')
  const change = (cookie: string, body: object) => stage.ask('PATCH', `/api/clips/${clip.id}`, cookie, body)
  expect((await change(stage.cookies.teacher, { note: 'Minute two' })).json()).toMatchObject({
    title: clip.title,
    note: 'Minute two',
  })
  expect((await change(stage.cookies.teacher, { title: 'Blocks' })).json()).toMatchObject({
    title: 'Blocks',
    note: 'Minute two',
  })
  await aGrant(stage.tables, clip, { partnershipId: stage.lesson.partnership.id })
  expect((await change(stage.cookies.coach, { title: 'Mine' })).statusCode).toBe(403)
})

test('a clip that stopped is tried again, a ready one is not', async () => {
  const stopped = await clipOf('failed')
  const retry = (id: string) => stage.ask('POST', `/api/clips/${id}/retry`, stage.cookies.teacher)
  const before = await stage.ask('GET', `/api/clips/${stopped.id}`, stage.cookies.teacher)
  expect(before.json()).toMatchObject({ failReason: 'transcode-error', retryable: true })
  const answer = await retry(stopped.id)
  expect(answer.statusCode).toBe(202)
  expect(answer.json()).toMatchObject({ state: 'uploaded', failReason: null, retryable: false })
  const ready = await retry(stage.lesson.clip.id)
  expect([ready.statusCode, ready.json().code]).toEqual([409, 'not-retryable'])
})

test('deleted is deleted for everyone she shared it with, at once', async () => {
  const clip = await clipOf('ready')
  await aGrant(stage.tables, clip, { partnershipId: stage.lesson.partnership.id })
  const url = `/api/clips/${clip.id}`
  expect((await stage.ask('DELETE', url, stage.cookies.coach)).statusCode).toBe(403)
  expect((await stage.ask('GET', url, stage.cookies.coach)).statusCode).toBe(200)
  const answer = await stage.ask('DELETE', url, stage.cookies.teacher)
  expect([answer.statusCode, answer.body]).toEqual([202, ''])
  expect((await stage.ask('GET', url, stage.cookies.coach)).statusCode).toBe(404)
  expect((await stage.ask('GET', url, stage.cookies.teacher)).json()).toMatchObject({ state: 'deleting' })
})

test('each reader goes on where she was', async () => {
  const url = `/api/clips/${stage.lesson.clip.id}`
  const save = (cookie: string, atMs: number) => stage.ask('PUT', `${url}/position`, cookie, { atMs })
  expect((await save(stage.cookies.coach, 12_000)).statusCode).toBe(204)
  expect((await save(stage.cookies.coach, 15_000)).statusCode).toBe(204)
  expect((await save(stage.cookies.teacher, 3_000)).statusCode).toBe(204)
  expect((await save(stage.cookies.otherTeacher, 3_000)).statusCode).toBe(404)
  const position = async (cookie: string) => (await stage.ask('GET', url, cookie)).json().positionMs
  await expect(position(stage.cookies.coach)).resolves.toBe(15_000)
  await expect(position(stage.cookies.teacher)).resolves.toBe(3_000)
})

test('the limits are said before anything is sent', async () => {
  const answer = await stage.ask('GET', '/api/upload-limits', stage.cookies.teacher)
  expect(answer.json()).toMatchObject({
    maxBytes: stage.deps.config.upload.maxBytes,
    maxDurationMs: stage.deps.config.upload.maxDurationMs,
  })
  expect(answer.json().accepts).toContain('video/mp4')
})

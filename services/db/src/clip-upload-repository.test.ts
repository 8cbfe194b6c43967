import { randomUUID } from 'node:crypto'
import { aClip, aLesson, openTestDatabase } from '@cuepoint/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { abortUpload, claimUpload, finishUpload, keepUpload } from './clip-upload-repository.ts'
import { changeClip, createClip, deleteClip, findClip, retryClip } from './clips-repository.ts'
import type { Row } from './schema.ts'

let databases: Awaited<ReturnType<typeof openTestDatabase>>
let lesson: Awaited<ReturnType<typeof aLesson>>
beforeAll(async () => {
  databases = await openTestDatabase()
  lesson = await aLesson(databases.owner)
})
afterAll(() => databases.close())

const aDraft = (values: { state?: Row<'clip'>['state']; state_deadline?: Date; upload_id?: string } = {}) =>
  aClip(databases.owner, {
    programId: lesson.program.id,
    ownerId: lesson.teacher.id,
    state: 'draft',
    ...values,
  })
const rowOf = (id: string) =>
  databases.owner.asRole((tx) =>
    tx.selectFrom('clip').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  )
const bellsOf = (id: string) =>
  databases.owner.asRole(async (tx) => {
    const entries = await tx.selectFrom('outbox').select(['job', 'payload']).orderBy('id').execute()
    return entries.filter((entry) => JSON.stringify(entry.payload).includes(id))
  })
const asTeacher: typeof databases.api.asRole = (work) => databases.api.asActor(lesson.teacher.id, work)
const file = { originalKey: 'a/key', sizeBytes: 3_000_000_000, contentType: 'video/mp4' }

test('she makes a clip, and nobody else can make one in her name', async () => {
  const values = { programId: lesson.program.id, ownerId: lesson.teacher.id, title: 'Circle time', note: '' }
  const id = await asTeacher((tx) => createClip(tx, values))
  await expect(asTeacher((tx) => findClip(tx, id ?? '', lesson.teacher.id))).resolves.toMatchObject({
    title: 'Circle time',
    state: 'draft',
    owner_name: 'Malee',
    position_ms: null,
  })
  await expect(databases.api.asActor(lesson.otherTeacher.id, (tx) => createClip(tx, values))).rejects.toThrow(
    /row-level security/,
  )
})

test('an id that is taken makes nothing, whoever has it', async () => {
  const other = await aDraft()
  const values = { programId: lesson.program.id, ownerId: lesson.teacher.id, title: 'Another', note: '' }
  await expect(asTeacher((tx) => createClip(tx, { ...values, id: other.id }))).resolves.toBeUndefined()
  await expect(asTeacher((tx) => findClip(tx, other.id, lesson.teacher.id))).resolves.not.toMatchObject({
    title: 'Another',
  })
})

test('of two transfers at once one is let in', async () => {
  const clip = await aDraft()
  const verdicts = await Promise.all(
    Array.from({ length: 6 }, () =>
      asTeacher((tx) => claimUpload(tx, { clipId: clip.id, uploadId: randomUUID() }, 60)),
    ),
  )
  expect(verdicts.sort()).toEqual(['busy', 'busy', 'busy', 'busy', 'busy', 'claimed'])
})

test('a dead transfer is taken over, and its own end then changes nothing', async () => {
  const old = randomUUID()
  const clip = await aDraft({ state: 'uploading', upload_id: old, state_deadline: new Date(0) })
  const fresh = randomUUID()
  const claim = (uploadId: string) => asTeacher((tx) => claimUpload(tx, { clipId: clip.id, uploadId }, 60))
  await expect(claim(fresh)).resolves.toBe('claimed')

  const dead = { clipId: clip.id, uploadId: old }
  await expect(asTeacher((tx) => keepUpload(tx, dead, 60))).resolves.toBe(false)
  await expect(asTeacher((tx) => finishUpload(tx, dead, file))).resolves.toBe(false)
  await expect(asTeacher((tx) => abortUpload(tx, dead))).resolves.toBe(false)
  await expect(rowOf(clip.id)).resolves.toMatchObject({ state: 'uploading', upload_id: fresh })
  await expect(asTeacher((tx) => keepUpload(tx, { clipId: clip.id, uploadId: fresh }, 60))).resolves.toBe(
    true,
  )
})

test('a finished transfer leaves the file, a new attempt and one bell', async () => {
  const clip = await aDraft()
  const upload = { clipId: clip.id, uploadId: randomUUID() }
  await asTeacher((tx) => claimUpload(tx, upload, 60))
  await expect(asTeacher((tx) => finishUpload(tx, upload, file))).resolves.toBe(true)
  // The answer was lost and it asks again.
  await expect(asTeacher((tx) => finishUpload(tx, upload, file))).resolves.toBe(true)
  await expect(rowOf(clip.id)).resolves.toMatchObject({
    state: 'uploaded',
    attempt: 1,
    original_key: 'a/key',
    size_bytes: 3_000_000_000,
    upload_id: null,
  })
  await expect(bellsOf(clip.id)).resolves.toEqual([
    { job: 'process-clip', payload: { clipId: clip.id, attempt: 1 } },
  ])
  await expect(
    asTeacher((tx) => claimUpload(tx, { clipId: clip.id, uploadId: randomUUID() }, 60)),
  ).resolves.toBe('wrong-state')
})

test.each(['draft', 'rejected', 'failed'] as const)('a cut transfer leads back to %s', async (state) => {
  const clip = await aDraft({ state })
  const upload = { clipId: clip.id, uploadId: randomUUID() }
  await asTeacher((tx) => claimUpload(tx, upload, 60))
  await expect(asTeacher((tx) => abortUpload(tx, upload))).resolves.toBe(true)
  const { state_since: _then, ...before } = clip
  await expect(rowOf(clip.id)).resolves.toMatchObject(before)
})

test('a clip that stopped can be tried again from its original, once', async () => {
  const clip = await aDraft({ state: 'failed' })
  await expect(asTeacher((tx) => retryClip(tx, clip.id))).resolves.toBe(2)
  await expect(asTeacher((tx) => retryClip(tx, clip.id))).resolves.toBeUndefined()
  await expect(bellsOf(clip.id)).resolves.toEqual([
    { job: 'process-clip', payload: { clipId: clip.id, attempt: 2 } },
  ])
})

test('a deletion ends a transfer and rings once', async () => {
  const clip = await aDraft()
  const upload = { clipId: clip.id, uploadId: randomUUID() }
  await asTeacher((tx) => claimUpload(tx, upload, 60))
  await asTeacher((tx) => deleteClip(tx, clip.id))
  await asTeacher((tx) => deleteClip(tx, clip.id))
  await expect(asTeacher((tx) => keepUpload(tx, upload, 60))).resolves.toBe(false)
  await expect(asTeacher((tx) => finishUpload(tx, upload, file))).resolves.toBe(false)
  await expect(rowOf(clip.id)).resolves.toMatchObject({ state: 'deleting' })
  await expect(bellsOf(clip.id)).resolves.toEqual([{ job: 'remove-clip', payload: { clipId: clip.id } }])
})

test('her coach sees the clip and can change nothing of it', async () => {
  const asCoach: typeof asTeacher = (work) => databases.api.asActor(lesson.coach.id, work)
  await expect(asCoach((tx) => findClip(tx, lesson.clip.id, lesson.coach.id))).resolves.toBeDefined()
  await asCoach((tx) => changeClip(tx, lesson.clip.id, { title: 'Mine now' }))
  await asCoach((tx) => deleteClip(tx, lesson.clip.id))
  await expect(rowOf(lesson.clip.id)).resolves.toMatchObject({ title: lesson.clip.title, state: 'ready' })
  await asTeacher((tx) => changeClip(tx, lesson.clip.id, { note: 'Look at minute two' }))
  await expect(rowOf(lesson.clip.id)).resolves.toMatchObject({ note: 'Look at minute two' })
})

import { randomUUID } from 'node:crypto'
import { aClip, aGrant, aLesson, openTestDatabase } from '@cuepoint/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Tx } from './client.ts'
import { abortUpload, finishUpload } from './clip-upload-repository.ts'
import { beginPartedUpload, findPartedUpload, keepPartedUpload } from './parted-upload-repository.ts'

let databases: Awaited<ReturnType<typeof openTestDatabase>>
let lesson: Awaited<ReturnType<typeof aLesson>>
beforeAll(async () => {
  databases = await openTestDatabase()
  lesson = await aLesson(databases.owner)
})
afterAll(() => databases.close())

const as = <T>(person: { id: string }, work: (tx: Tx) => Promise<T>): Promise<T> =>
  databases.api.asActor(person.id, work)
const aDraft = () =>
  aClip(databases.owner, {
    programId: lesson.program.id,
    ownerId: lesson.teacher.id,
    state: 'draft',
  })
const anUpload = (clipId: string) => ({
  clipId,
  uploadId: randomUUID(),
  storageId: 'as storage calls it',
  sizeBytes: 7_000_000_000,
  partBytes: 5_242_880,
  contentType: 'video/mp4',
})
const rows = (person: { id: string }) =>
  as(person, (tx) => tx.selectFrom('clip_upload').select('clip_id').execute())

test('an upload is found again as it was begun, and each sign of life makes it live longer', async () => {
  const upload = anUpload((await aDraft()).id)
  await expect(as(lesson.teacher, (tx) => beginPartedUpload(tx, upload, 60))).resolves.toBe('claimed')
  const found = await as(lesson.teacher, (tx) => findPartedUpload(tx, upload.clipId))
  expect(found).toMatchObject(upload)
  const kept = await as(lesson.teacher, (tx) => keepPartedUpload(tx, upload, 3_600))
  expect(kept?.keptUntil.getTime()).toBeGreaterThan((found?.keptUntil.getTime() ?? 0) + 3_000_000)
  await expect(as(lesson.teacher, (tx) => beginPartedUpload(tx, anUpload(upload.clipId), 60))).resolves.toBe(
    'busy',
  )
})

test('what was given up, finished or taken over is not found, and cannot be kept', async () => {
  const [given, finished, taken] = [
    anUpload((await aDraft()).id),
    anUpload((await aDraft()).id),
    anUpload((await aDraft()).id),
  ]
  for (const upload of [given, finished, taken])
    await as(lesson.teacher, (tx) => beginPartedUpload(tx, upload, 60))
  await as(lesson.teacher, (tx) => abortUpload(tx, given))
  await as(lesson.teacher, (tx) =>
    finishUpload(tx, finished, {
      originalKey: 'a/key',
      sizeBytes: finished.sizeBytes,
      contentType: 'video/mp4',
    }),
  )
  await databases.owner.asRole((tx) =>
    tx
      .updateTable('clip')
      .set({ state_deadline: new Date(0) })
      .where('id', '=', taken.clipId)
      .execute(),
  )
  const fresh = anUpload(taken.clipId)
  await expect(as(lesson.teacher, (tx) => beginPartedUpload(tx, fresh, 60))).resolves.toBe('claimed')
  for (const upload of [given, finished, taken])
    await expect(as(lesson.teacher, (tx) => keepPartedUpload(tx, upload, 60))).resolves.toBeUndefined()
  await expect(as(lesson.teacher, (tx) => findPartedUpload(tx, taken.clipId))).resolves.toMatchObject(fresh)
})

test('it is the owner’s alone, also to those whom she lets see the clip', async () => {
  const clip = await aDraft()
  await aGrant(databases.owner, clip, { personId: lesson.coach.id })
  const upload = anUpload(clip.id)
  await as(lesson.teacher, (tx) => beginPartedUpload(tx, upload, 60))
  expect(await rows(lesson.teacher)).toContainEqual({ clip_id: clip.id })
  for (const person of [lesson.coach, lesson.lead, lesson.otherTeacher, lesson.stranger]) {
    expect(await rows(person)).toEqual([])
    await expect(as(person, (tx) => keepPartedUpload(tx, upload, 60))).resolves.toBeUndefined()
    await expect(
      as(person, (tx) =>
        tx
          .insertInto('clip_upload')
          .values({
            clip_id: clip.id,
            upload_id: upload.uploadId,
            storage_id: '',
            size_bytes: 1,
            part_bytes: 1,
            content_type: '',
          })
          .execute(),
      ),
    ).rejects.toThrow(/row-level security/)
  }
})

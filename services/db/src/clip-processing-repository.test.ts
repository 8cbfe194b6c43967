import { randomUUID } from 'node:crypto'
import { aClip, aGrant, aLesson, openTestDatabase, someFiles, someMedia } from '@cuepoint/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listFiles } from './clip-files-repository.ts'
import {
  claimProcessing,
  failClip,
  keepProcessing,
  mostTries,
  publishClip,
  refuseClip,
  releaseClip,
} from './clip-processing-repository.ts'
import type { NewRow } from './schema.ts'

let databases: Awaited<ReturnType<typeof openTestDatabase>>
let lesson: Awaited<ReturnType<typeof aLesson>>
beforeAll(async () => {
  databases = await openTestDatabase()
  lesson = await aLesson(databases.owner)
})
afterAll(() => databases.close())

const anUploaded = (values: Partial<NewRow<'clip'>> = {}) =>
  aClip(databases.owner, {
    programId: lesson.program.id,
    ownerId: lesson.teacher.id,
    state: 'uploaded',
    ...values,
  } as Parameters<typeof aClip>[1])
const rowOf = (id: string) =>
  databases.owner.asRole((tx) =>
    tx.selectFrom('clip').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  )
const told = (clipId: string) =>
  databases.owner.asRole((tx) =>
    tx
      .selectFrom('notification')
      .select(['person_id', 'kind', 'from_id'])
      .where('clip_id', '=', clipId)
      .orderBy('kind')
      .execute(),
  )
const work: typeof databases.worker.asRole = (each) => databases.worker.asRole(each)
const made = { media: someMedia(), files: someFiles(), durationMs: 61_000 }

async function claimed(clipId: string, attempt = 1) {
  const claim = { clipId, attempt, mediaId: randomUUID() }
  const facts = await work((tx) => claimProcessing(tx, claim, 60))
  if (typeof facts === 'string') throw new Error(`the claim was ${facts}`)
  return facts
}

test('a claim tells what to work on, and its publish makes the clip ready', async () => {
  const clip = await anUploaded()
  const claim = await claimed(clip.id)
  expect(claim).toMatchObject({ originalKey: clip.original_key, sizeBytes: 1_000_000, tries: 1 })
  await expect(
    work((tx) => keepProcessing(tx, claim, 60, { percent: 41.9, remainingMs: 80_000.4 })),
  ).resolves.toBe(true)
  await expect(rowOf(clip.id)).resolves.toMatchObject({
    state: 'processing',
    progress_percent: 41,
    remaining_ms: 80_000,
  })
  await expect(work((tx) => publishClip(tx, claim, made))).resolves.toBe(true)
  await expect(rowOf(clip.id)).resolves.toMatchObject({
    state: 'ready',
    media_id: claim.mediaId,
    media: made.media,
    duration_ms: 61_000,
    // The run goes on.
    unfinished: true,
    claim_id: claim.mediaId,
  })
  const listed = await work((tx) => listFiles(tx, clip.id, claim.mediaId))
  expect(listed.map(({ name, written_by }) => [name, written_by])).toEqual(
    made.files.map(({ name }) => [name, claim.mediaId]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  )
})

test('a run that was overtaken, by a redelivery or by a new attempt, changes nothing', async () => {
  const clip = await anUploaded()
  const late = await claimed(clip.id)
  const now = await claimed(clip.id)
  const before = await rowOf(clip.id)
  await expect(work((tx) => keepProcessing(tx, late, 60, { percent: 99, remainingMs: 1 }))).resolves.toBe(
    false,
  )
  await expect(work((tx) => publishClip(tx, late, made))).resolves.toBe(false)
  await expect(work((tx) => refuseClip(tx, late, 'damaged'))).resolves.toBe(false)
  await expect(work((tx) => failClip(tx, late, 'transcode-error', true))).resolves.toBe(false)
  await expect(work((tx) => releaseClip(tx, late))).resolves.toBe(false)
  await expect(rowOf(clip.id)).resolves.toEqual(before)

  await expect(work((tx) => releaseClip(tx, now))).resolves.toBe(true)
  const next = await claimed(clip.id, 2)
  await expect(work((tx) => publishClip(tx, now, made))).resolves.toBe(false)
  await expect(work((tx) => publishClip(tx, next, made))).resolves.toBe(true)
  await expect(rowOf(clip.id)).resolves.toMatchObject({ media_id: next.mediaId, attempt: 2 })
})

test('publishes at once: of one run they are one fact, and of two runs one is none', async () => {
  const clip = await anUploaded()
  const late = await claimed(clip.id)
  const claim = await claimed(clip.id)
  const done = await Promise.all(
    [claim, late, claim, late].map((each) => work((tx) => publishClip(tx, each, made))),
  )
  expect(done).toEqual([true, false, true, false])
  await expect(told(clip.id)).resolves.toHaveLength(1)
  await expect(work((tx) => listFiles(tx, clip.id, late.mediaId))).resolves.toEqual([])
})

test('a clip that is on its way out is not published', async () => {
  const clip = await anUploaded()
  const claim = await claimed(clip.id)
  await databases.owner.asRole((tx) =>
    tx.updateTable('clip').set({ state: 'deleting' }).where('id', '=', clip.id).execute(),
  )
  await expect(work((tx) => publishClip(tx, claim, made))).resolves.toBe(false)
})

test('a clip that ends its workers is given up, and can be retried', async () => {
  const clip = await anUploaded({ tries: mostTries })
  const claim = { clipId: clip.id, attempt: 1, mediaId: randomUUID() }
  await expect(work((tx) => claimProcessing(tx, claim, 60))).resolves.toBe('spent')
  await expect(rowOf(clip.id)).resolves.toMatchObject({
    state: 'failed',
    fail_reason: 'processing-interrupted',
    retryable: true,
  })
})

test('who was given sight is told when there is something to see, by its owner and once', async () => {
  const clip = await anUploaded()
  await aGrant(databases.owner, clip, { partnershipId: lesson.partnership.id })
  await aGrant(databases.owner, clip, { personId: lesson.coach.id })
  const claim = await claimed(clip.id)
  await expect(told(clip.id)).resolves.toEqual([])
  await work((tx) => publishClip(tx, claim, made))
  await expect(told(clip.id)).resolves.toEqual([
    { person_id: lesson.teacher.id, kind: 'clip-ready', from_id: null },
    { person_id: lesson.coach.id, kind: 'clip-shared', from_id: lesson.teacher.id },
  ])
})

test('a refused file is told to its owner alone', async () => {
  const clip = await anUploaded()
  await aGrant(databases.owner, clip, { partnershipId: lesson.partnership.id })
  const claim = await claimed(clip.id)
  await expect(work((tx) => refuseClip(tx, claim, 'no-video-track'))).resolves.toBe(true)
  await expect(rowOf(clip.id)).resolves.toMatchObject({ state: 'rejected', reject_reason: 'no-video-track' })
  await expect(told(clip.id)).resolves.toEqual([
    { person_id: lesson.teacher.id, kind: 'clip-refused', from_id: null },
  ])
})

test('what failed keeps its original and says whether it can be tried again', async () => {
  const clip = await anUploaded()
  const claim = await claimed(clip.id)
  await expect(work((tx) => failClip(tx, claim, 'storage-unavailable', true))).resolves.toBe(true)
  await expect(rowOf(clip.id)).resolves.toMatchObject({
    state: 'failed',
    fail_reason: 'storage-unavailable',
    retryable: true,
    original_key: clip.original_key,
  })
})

import { randomUUID } from 'node:crypto'
import {
  aClip,
  aClipInParts,
  aGrant,
  aHalfMadeClip,
  aLesson,
  aMediaId,
  aPromise,
  aRunningPart,
  openTestDatabase,
  someFiles,
  someMedia,
} from '@cuepoint/testing'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { claimFinish } from './clip-finish-repository.ts'
import { completePart, failPart } from './clip-parts-repository.ts'
import { claimProcessing, mostTries, publishClip, releaseClip } from './clip-processing-repository.ts'
import { enqueue } from './outbox-repository.ts'
import { isDeleting, removeClip } from './removal-repository.ts'
import { listLiveObjects, sweepClips } from './sweep-repository.ts'

const databases = await openTestDatabase()
const lesson = await aLesson(databases.owner)
afterAll(() => databases.close())
beforeEach(async () => {
  await databases.owner.asRole(async (tx) => {
    await tx.deleteFrom('clip').where('id', '<>', lesson.clip.id).execute()
    await tx.deleteFrom('outbox').execute()
  })
})

const long = new Date(0)
const later = new Date('2099-01-01T00:00:00Z')
type Values = Omit<Parameters<typeof aClip>[1], 'programId' | 'ownerId'>
const clipWith = (values: Values) =>
  aClip(databases.owner, { programId: lesson.program.id, ownerId: lesson.teacher.id, ...values })
const rowOf = (id: string) =>
  databases.owner.asRole((tx) => tx.selectFrom('clip').selectAll().where('id', '=', id).executeTakeFirst())
const bells = () =>
  databases.owner.asRole((tx) => tx.selectFrom('outbox').select(['job', 'payload']).orderBy('id').execute())
const work: typeof databases.worker.asRole = (each) => databases.worker.asRole(each)

test('every state that must end, ends after its deadline and not before', async () => {
  const cut = await clipWith({ state: 'uploading', state_deadline: long })
  const cutAfterRefusal = await clipWith({
    state: 'uploading',
    state_deadline: long,
    reject_reason: 'too-short',
  })
  const sending = await clipWith({ state: 'uploading', state_deadline: later })
  const dead = await clipWith({ state: 'processing', state_deadline: long, claim_id: 'm1' })
  const spent = await clipWith({ state: 'processing', state_deadline: long, tries: mostTries })
  const alive = await clipWith({ state: 'processing', state_deadline: later, claim_id: 'm2' })
  const waiting = await clipWith({ state: 'uploaded', state_deadline: long })
  const forgotten = await clipWith({ state: 'uploaded', state_deadline: long, state_since: long })

  await expect(work((tx) => sweepClips(tx, 3600))).resolves.toEqual({
    transfersEnded: 2,
    givenUp: 2,
    begunAgain: 1,
    rungAgain: 1,
    partsFreed: 0,
    filesForgotten: 0,
  })
  const after = async (clip: { id: string }) => {
    const row = await rowOf(clip.id)
    return [row?.state, row?.attempt]
  }
  await expect(after(cut)).resolves.toEqual(['draft', 0])
  await expect(after(cutAfterRefusal)).resolves.toEqual(['rejected', 0])
  await expect(after(sending)).resolves.toEqual(['uploading', 0])
  await expect(after(dead)).resolves.toEqual(['uploaded', 2])
  await expect(after(spent)).resolves.toEqual(['failed', 1])
  await expect(after(alive)).resolves.toEqual(['processing', 1])
  await expect(after(waiting)).resolves.toEqual(['uploaded', 1])
  await expect(after(forgotten)).resolves.toEqual(['failed', 1])
  await expect(bells()).resolves.toEqual([
    { job: 'process-clip', payload: { clipId: dead.id, attempt: 2 } },
    { job: 'process-clip', payload: { clipId: waiting.id, attempt: 1 } },
  ])
  await expect(work((tx) => sweepClips(tx, 3600))).resolves.toEqual({
    transfersEnded: 0,
    givenUp: 0,
    begunAgain: 0,
    rungAgain: 0,
    partsFreed: 0,
    filesForgotten: 0,
  })
})

test('what was half made is begun again and watched on; whoever waits in a long queue keeps her place', async () => {
  const lost = await aHalfMadeClip(databases, lesson)
  const alive = await aHalfMadeClip(databases, lesson)
  const waiting = await aHalfMadeClip(databases, lesson)
  await work((tx) => releaseClip(tx, waiting.claim))
  const spent = await aHalfMadeClip(databases, lesson)
  await databases.owner.pool.query(`update clip set tries = $2 where id = $1`, [spent.clip.id, mostTries])
  await databases.owner.pool.query(
    `update clip set state_deadline = '2020-01-01' where id = any ($1::uuid[])`,
    [[lost, waiting, spent].map(({ clip }) => clip.id)],
  )
  const since = (await rowOf(lost.clip.id))?.state_since
  await databases.owner.pool.query('delete from outbox')

  await expect(work((tx) => sweepClips(tx, 3600))).resolves.toMatchObject({
    begunAgain: 1,
    rungAgain: 1,
    givenUp: 1,
  })
  await expect(rowOf(lost.clip.id)).resolves.toMatchObject({
    state: 'ready',
    state_since: since,
    attempt: 2,
    claim_id: null,
  })
  await expect(rowOf(alive.clip.id)).resolves.toMatchObject({ attempt: 1, claim_id: alive.claim.mediaId })
  await expect(rowOf(waiting.clip.id)).resolves.toMatchObject({ state: 'ready', attempt: 2 })
  await expect(rowOf(spent.clip.id)).resolves.toMatchObject({ state: 'failed', unfinished: false })
  await expect(bells()).resolves.toEqual([
    { job: 'process-clip', payload: { clipId: lost.clip.id, attempt: 2 } },
    { job: 'process-clip', payload: { clipId: waiting.clip.id, attempt: 2 } },
  ])
  const promised = await databases.owner.asRole((tx) =>
    tx
      .selectFrom('clip_file')
      .select('clip_id')
      .where('written_by', 'is', null)
      .where('clip_id', '=', spent.clip.id)
      .execute(),
  )
  expect(promised).toEqual([])
})

test('a part whose run is silent is free again, and one whose run lives is not', async () => {
  const { clip, claim } = await aClipInParts(databases, lesson)
  const silent = await aRunningPart(databases, claim, 0)
  const alive = await aRunningPart(databases, claim, 1)
  await databases.owner.pool.query(
    `update clip_part set deadline = '2020-01-01', done_ms = 5 where clip_id = $1 and part = 0`,
    [clip.id],
  )
  await expect(work((tx) => sweepClips(tx, 3600))).resolves.toMatchObject({ partsFreed: 1, begunAgain: 0 })
  const { rows } = await databases.owner.pool.query(
    'select state, claim_id, tries, done_ms from clip_part where clip_id = $1 order by part',
    [clip.id],
  )
  expect(rows).toEqual([
    { state: 'waiting', claim_id: null, tries: 1, done_ms: 0 },
    { state: 'running', claim_id: alive.writtenBy, tries: 1, done_ms: 0 },
  ])
  await expect(work((tx) => completePart(tx, silent, []))).resolves.toBe(false)
})

test('two sweeps at once do each thing once', async () => {
  for (let each = 0; each < 5; each += 1) {
    const { claim } = await aClipInParts(databases, lesson)
    for (const part of [0, 1]) await aRunningPart(databases, claim, part)
  }
  await databases.owner.pool.query(`update clip_part set deadline = '2020-01-01'`)
  const swept = await Promise.all([0, 1, 2].map(() => work((tx) => sweepClips(tx, 3600))))
  expect(swept.reduce((sum, { partsFreed }) => sum + partsFreed, 0)).toBe(10)
})

test('what was superseded goes after the grace', async () => {
  const { clip, claim } = await aHalfMadeClip(databases, lesson)
  const next = { ...claim, mediaId: aMediaId() }
  await work((tx) => claimProcessing(tx, next, 60))
  await work((tx) => publishClip(tx, next, { media: someMedia(), files: someFiles(), durationMs: 1 }))
  const prefixes = async () => (await work((tx) => listLiveObjects(tx, [clip.id])))[0]?.mediaIds.toSorted()
  await expect(work((tx) => sweepClips(tx, 3600))).resolves.toMatchObject({ filesForgotten: 0 })
  await expect(prefixes()).resolves.toEqual([claim.mediaId, next.mediaId].sort())
  await expect(work((tx) => sweepClips(tx, -1))).resolves.toMatchObject({
    filesForgotten: someFiles().length,
  })
  await expect(prefixes()).resolves.toEqual([next.mediaId])
})

test('every prefix that a listed file or a live run has is alive, each once', async () => {
  const { clip, claim } = await aClipInParts(databases, lesson)
  const done = await aRunningPart(databases, claim, 0)
  await work((tx) => completePart(tx, done, [{ ...aPromise('720p/0.m4s'), sizeBytes: 3 }]))
  const overtaken = await aRunningPart(databases, claim, 1)
  const running = await aRunningPart(databases, claim, 1)
  const prefixes = async () => (await work((tx) => listLiveObjects(tx, [clip.id])))[0]?.mediaIds.toSorted()
  await expect(prefixes()).resolves.toEqual([claim.mediaId, done.writtenBy, running.writtenBy].sort())
  await work((tx) => failPart(tx, running))
  const finishing = aMediaId(4)
  await work((tx) => claimFinish(tx, { ...claim, writtenBy: finishing }, 60))
  const live = await prefixes()
  expect(live).toEqual([claim.mediaId, done.writtenBy, finishing].sort())
  expect(live).not.toContain(overtaken.writtenBy)

  const half = await aHalfMadeClip(databases, lesson)
  await expect(work((tx) => listLiveObjects(tx, [half.clip.id]))).resolves.toMatchObject([
    { mediaIds: [half.claim.mediaId] },
  ])
})

test('what a row points at is alive, and a clip without a row has nothing', async () => {
  const running = await clipWith({ state: 'processing', claim_id: 'm9' })
  const gone = randomUUID()
  const live = await work((tx) => listLiveObjects(tx, [running.id, lesson.clip.id, gone]))
  expect(live).toHaveLength(2)
  expect(live).toContainEqual({
    clipId: running.id,
    originalKey: running.original_key,
    uploadId: null,
    mediaIds: ['m9'],
  })
  expect(live).toContainEqual({
    clipId: lesson.clip.id,
    originalKey: lesson.clip.original_key,
    uploadId: null,
    mediaIds: [lesson.clip.media_id],
  })
})

test('a removed clip leaves a tombstone and nothing else', async () => {
  const clip = await clipWith({ state: 'deleting' })
  const stays = await clipWith({ state: 'ready' })
  await aGrant(databases.owner, clip, { partnershipId: lesson.partnership.id })
  await work((tx) => enqueue(tx, { job: 'remove-clip', payload: { clipId: clip.id } }))
  await expect(work((tx) => isDeleting(tx, clip.id))).resolves.toBe(true)
  await expect(work((tx) => removeClip(tx, clip.id))).resolves.toBe(true)
  await expect(work((tx) => removeClip(tx, clip.id))).resolves.toBe(false)
  await expect(work((tx) => removeClip(tx, stays.id))).resolves.toBe(false)
  await expect(rowOf(clip.id)).resolves.toBeUndefined()
  await expect(rowOf(stays.id)).resolves.toBeDefined()
  await expect(bells()).resolves.toEqual([])
  const tombs = await databases.owner.asRole((tx) => tx.selectFrom('tombstone').select('clip_id').execute())
  expect(tombs).toEqual([{ clip_id: clip.id }])
})

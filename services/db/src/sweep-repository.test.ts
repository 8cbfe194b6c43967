import { randomUUID } from 'node:crypto'
import { aClip, aGrant, aLesson, openTestDatabase } from '@cuepoint/testing'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { mostTries } from './clip-processing-repository.ts'
import { enqueue, purgeOutbox } from './outbox-repository.ts'
import { createOutboxSource } from './outbox-source.ts'
import { isDeleting, removeClip } from './removal-repository.ts'
import { listLiveObjects, listUnfinished, sweepClips } from './sweep-repository.ts'

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

  await expect(work((tx) => sweepClips(tx))).resolves.toEqual({
    transfersEnded: 2,
    givenUp: 2,
    begunAgain: 1,
    rungAgain: 1,
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
  await expect(work((tx) => sweepClips(tx))).resolves.toEqual({
    transfersEnded: 0,
    givenUp: 0,
    begunAgain: 0,
    rungAgain: 0,
  })
})

test('unfinished work is what waits, and not what a live run holds', async () => {
  const waiting = await clipWith({ state: 'uploaded', state_since: long })
  const lost = await clipWith({ state: 'processing', state_since: long, state_deadline: long })
  await clipWith({ state: 'processing', state_since: long, state_deadline: later })
  await clipWith({ state: 'uploaded' })
  const going = await clipWith({ state: 'deleting', state_since: long })
  const unfinished = await work((tx) => listUnfinished(tx, 10))
  expect(unfinished).toHaveLength(3)
  expect(unfinished).toEqual(
    expect.arrayContaining([
      { job: 'process-clip', payload: { clipId: waiting.id, attempt: 1 } },
      { job: 'process-clip', payload: { clipId: lost.id, attempt: 1 } },
      { job: 'remove-clip', payload: { clipId: going.id } },
    ]),
  )
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

test('a bell is lent to one relay, rung once and forgotten later', async () => {
  const source = createOutboxSource(databases.worker)
  let heard: () => void = () => undefined
  const ring = new Promise<void>((resolve) => {
    heard = resolve
  })
  const end = await source.listen(heard)
  const clipIds = [randomUUID(), randomUUID(), randomUUID()]
  for (const clipId of clipIds) await work((tx) => enqueue(tx, { job: 'remove-clip', payload: { clipId } }))
  await ring
  await end()

  const seen: string[] = []
  // The second relay comes while the first holds two rows, and gets the third alone.
  await source.takeBatch(2, async (first) => {
    seen.push(...first.map((row) => row.id))
    await source.takeBatch(10, async (second) => {
      seen.push(...second.map((row) => row.id))
      return []
    })
    return first.map((row) => row.id)
  })
  expect(seen).toHaveLength(3)
  expect(new Set(seen).size).toBe(3)

  const left: string[] = []
  await source.takeBatch(10, async (rows) => {
    left.push(...rows.map((row) => row.id))
    return []
  })
  expect(left).toEqual(seen.slice(2))
  await expect(work((tx) => purgeOutbox(tx, 3600))).resolves.toBe(0)
  await expect(work((tx) => purgeOutbox(tx, -1))).resolves.toBe(2)
})

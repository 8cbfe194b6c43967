import {
  aClipInParts,
  aLesson,
  aMediaId,
  aPromise,
  aRunningPart,
  openTestDatabase,
  someFiles,
  someMedia,
} from '@cuepoint/testing'
import { afterAll, expect, test } from 'vitest'
import { claimFinish, finishClip, releaseFinish } from './clip-finish-repository.ts'
import { completePart, failPart } from './clip-parts-repository.ts'
import { keepProcessing, mostTries, type ProcessingClaim } from './clip-processing-repository.ts'
import { deleteClip } from './clips-repository.ts'

const databases = await openTestDatabase()
const lesson = await aLesson(databases.owner)
afterAll(() => databases.close())

const work: typeof databases.worker.asRole = (each) => databases.worker.asRole(each)
const rowOf = (id: string) =>
  databases.owner.asRole((tx) =>
    tx.selectFrom('clip').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  )
const partsOf = (id: string) =>
  databases.owner.asRole((tx) =>
    tx.selectFrom('clip_part').select('part').where('clip_id', '=', id).execute(),
  )
const aFile = (name: string) => ({ ...aPromise(name), sizeBytes: 9 })
const finish = ({ clipId, mediaId }: ProcessingClaim, writtenBy = aMediaId(2)) =>
  work((tx) => claimFinish(tx, { clipId, mediaId, writtenBy }, 60))
const whole = someMedia({ storyboard: 'storyboard.vtt' })

/** Everything that could be made is. */
async function aClipToFinish(end: typeof completePart | typeof failPart = completePart) {
  const { clip, claim } = await aClipInParts(databases, lesson)
  for (const part of [0, 1]) {
    const run = await aRunningPart(databases, claim, part)
    await work((tx) => (part === 0 ? completePart : end)(tx, run, [aFile(`720p/${part}.m4s`)]))
  }
  const facts = await finish(claim)
  if (facts === 'stale') throw new Error('there was nothing to finish')
  return { clip, claim, facts }
}

test('the last step begins when no part is open any more, and not before', async () => {
  const { claim } = await aClipInParts(databases, lesson)
  await expect(finish(claim)).resolves.toBe('stale')
  const first = await aRunningPart(databases, claim, 0)
  await work((tx) => completePart(tx, first, [aFile('720p/0.m4s')]))
  await expect(finish(claim)).resolves.toBe('stale')
  const second = await aRunningPart(databases, claim, 1)
  await expect(finish(claim)).resolves.toBe('stale')
  await work((tx) => completePart(tx, second, [aFile('720p/1.m4s')]))
  await expect(finish({ ...claim, mediaId: aMediaId(3) })).resolves.toBe('stale')
  const facts = await finish(claim)
  expect(facts).toMatchObject({
    mediaId: claim.mediaId,
    whole: true,
    durationMs: 60_000,
    media: someMedia(),
    plan: { renditions: [720] },
    tries: 1,
  })
  if (facts === 'stale') return
  expect(facts.files.map(({ name, written_by }) => [name, written_by])).toEqual(
    [
      ...someFiles().map(({ name }) => [name, claim.mediaId]),
      ['720p/0.m4s', first.writtenBy],
      ['720p/1.m4s', second.writtenBy],
    ].sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  )
})

test('a part that could not be made is known at the end', async () => {
  const { facts } = await aClipToFinish(failPart)
  expect(facts.whole).toBe(false)
  expect(facts.files.map(({ name }) => name)).not.toContain('720p/1.m4s')
})

test('a clip is finished once: by the run that has it now, and never again', async () => {
  const { clip, claim, facts: late } = await aClipToFinish()
  const now = await finish(claim)
  if (now === 'stale') throw new Error('a second run takes over')
  const made = (name: string) => ({ media: whole, files: [aFile(name)] })
  await expect(work((tx) => keepProcessing(tx, late.claim, 60))).resolves.toBe(false)
  await expect(work((tx) => finishClip(tx, late.claim, claim.mediaId, made('late.jpg')))).resolves.toBe(false)
  await expect(work((tx) => keepProcessing(tx, now.claim, 60))).resolves.toBe(true)
  const ends = await Promise.all(
    [0, 1, 2].map(() => work((tx) => finishClip(tx, now.claim, claim.mediaId, made('storyboard.vtt')))),
  )
  expect(ends.filter(Boolean)).toHaveLength(1)
  await expect(rowOf(clip.id)).resolves.toMatchObject({
    state: 'ready',
    unfinished: false,
    plan: null,
    claim_id: null,
    state_deadline: null,
    progress_percent: 100,
    remaining_ms: null,
    media_id: claim.mediaId,
    media: whole,
  })
  await expect(partsOf(clip.id)).resolves.toEqual([])
  const { rows } = await databases.owner.pool.query(
    'select name, written_by from clip_file where clip_id = $1',
    [clip.id],
  )
  expect(rows).toContainEqual({ name: 'storyboard.vtt', written_by: now.claim.mediaId })
  expect(rows.map(({ name }) => name)).not.toContain('late.jpg')
  await expect(finish(claim)).resolves.toBe('stale')
})

test('what ends its workers at the very end is finished as it is', async () => {
  const { clip, claim } = await aClipToFinish()
  await databases.owner.pool.query('update clip set tries = $2 where id = $1', [clip.id, mostTries])
  await expect(finish(claim)).resolves.toBe('stale')
  await expect(rowOf(clip.id)).resolves.toMatchObject({
    state: 'ready',
    unfinished: false,
    claim_id: null,
    media: someMedia(),
  })
  await expect(partsOf(clip.id)).resolves.toEqual([])
})

test('a run that is told to stop gives the step back untried', async () => {
  const { clip, claim, facts } = await aClipToFinish()
  await expect(work((tx) => releaseFinish(tx, facts.claim))).resolves.toBe(true)
  await expect(work((tx) => releaseFinish(tx, facts.claim))).resolves.toBe(false)
  await expect(rowOf(clip.id)).resolves.toMatchObject({ claim_id: null, state_deadline: null, tries: 0 })
  await expect(finish(claim)).resolves.toMatchObject({ tries: 1 })
})

test('a clip that is on its way out is not finished', async () => {
  const { clip, claim, facts } = await aClipToFinish()
  await databases.api.asActor(lesson.teacher.id, (tx) => deleteClip(tx, clip.id))
  await expect(
    work((tx) => finishClip(tx, facts.claim, claim.mediaId, { media: whole, files: [] })),
  ).resolves.toBe(false)
  await expect(finish(claim)).resolves.toBe('stale')
  await expect(rowOf(clip.id)).resolves.toMatchObject({ state: 'deleting' })
})

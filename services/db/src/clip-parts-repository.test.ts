import { aClipInParts, aLesson, aMember, aPromise, aRunningPart, openTestDatabase } from '@cuepoint/testing'
import { afterAll, expect, test } from 'vitest'
import {
  claimPart,
  completePart,
  failPart,
  keepPart,
  mostPartTries,
  type PartClaim,
  releasePart,
} from './clip-parts-repository.ts'
import type { ProcessingClaim } from './clip-processing-repository.ts'
import { deleteClip } from './clips-repository.ts'
import { removeClip } from './removal-repository.ts'

const databases = await openTestDatabase()
const lesson = await aLesson(databases.owner)
afterAll(() => databases.close())

const work: typeof databases.worker.asRole = (each) => databases.worker.asRole(each)
const query = async (text: string, values: unknown[]) =>
  (await databases.owner.pool.query<Record<string, unknown>>(text, values)).rows
const clipOf = async (id: string) => (await query('select * from clip where id = $1', [id]))[0]
const partOf = async ({ clipId, part }: Pick<PartClaim, 'clipId' | 'part'>) =>
  (await query('select * from clip_part where clip_id = $1 and part = $2', [clipId, part]))[0]
const listed = async (id: string) =>
  (await query('select name, written_by from clip_file where clip_id = $1', [id])).map(({ name }) => name)
const finishBells = async (id: string) =>
  (await query(`select 1 from outbox where job = 'finish-clip' and payload ->> 'clipId' = $1`, [id])).length
const aRun = (n: number) => `1-${String(n).padStart(32, '0')}`
const aFile = (name: string) => ({ ...aPromise(name), sizeBytes: 9 })

test('a claim tells what to make and where, and is taken over by who comes later', async () => {
  const { clip, claim } = await aClipInParts(databases, lesson)
  const late = await aRunningPart(databases, claim, 1)
  expect(late).toMatchObject({
    originalKey: clip.original_key,
    sizeBytes: 1_000_000,
    plan: { renditions: [720] },
    fromMs: 20_000,
    toMs: 60_000,
    tries: 1,
  })
  const now = await aRunningPart(databases, claim, 1)
  expect(now.tries).toBe(2)

  const pace = { doneMs: 1, pace: 1 }
  await expect(work((tx) => keepPart(tx, late, 60, pace))).resolves.toBe(false)
  await expect(work((tx) => completePart(tx, late, [aFile('720p/late.m4s')]))).resolves.toBe(false)
  await expect(work((tx) => failPart(tx, late))).resolves.toBe(false)
  await expect(work((tx) => releasePart(tx, late))).resolves.toBe(false)
  await expect(listed(clip.id)).resolves.not.toContain('720p/late.m4s')

  await expect(work((tx) => completePart(tx, now, [aFile('720p/0.m4s')]))).resolves.toBe(true)
  await expect(listed(clip.id)).resolves.toContain('720p/0.m4s')
  await expect(query('select written_by from clip_file where name = $1', ['720p/0.m4s'])).resolves.toEqual([
    { written_by: now.writtenBy },
  ])
  // Done is done, also for a job that is delivered again.
  await expect(work((tx) => completePart(tx, now, [aFile('720p/9.m4s')]))).resolves.toBe(false)
  await expect(work((tx) => claimPart(tx, { ...now, writtenBy: aRun(1) }, 60))).resolves.toBe('stale')
})

test.each([
  ['another media id', (claim: ProcessingClaim) => ({ ...claim, mediaId: aRun(7) })],
  ['a part that is not', (claim: ProcessingClaim) => ({ ...claim, part: 9 })],
])('nothing is claimed under %s', async (_what, other) => {
  const { claim } = await aClipInParts(databases, lesson)
  const wanted = { part: 0, writtenBy: aRun(2), ...other(claim) }
  await expect(work((tx) => claimPart(tx, wanted, 60))).resolves.toBe('stale')
})

test('two parts that end in the same moment ring once for what comes after', async () => {
  for (const end of [completePart, failPart]) {
    const { clip, claim } = await aClipInParts(databases, lesson)
    const runs = [await aRunningPart(databases, claim, 0), await aRunningPart(databases, claim, 1)]
    // Each is in its transaction before either commits.
    const together = gate(2)
    const ended = await Promise.all(
      runs.map((run, at) =>
        work(async (tx) => {
          await tx.selectFrom('clip_part').select('part').execute()
          await together()
          return await end(tx, run, [aFile(`720p/${at}.m4s`)])
        }),
      ),
    )
    expect(ended).toEqual([true, true])
    await expect(finishBells(clip.id)).resolves.toBe(1)
  }
})

test('a part that ends its workers is left out; two of them at once ring once', async () => {
  const { clip, claim } = await aClipInParts(databases, lesson)
  await query('update clip_part set tries = $2 where clip_id = $1', [clip.id, mostPartTries])
  const together = gate(2)
  const spent = await Promise.all(
    [0, 1].map((part) =>
      work(async (tx) => {
        await tx.selectFrom('clip_part').select('part').execute()
        await together()
        return await claimPart(tx, { ...claim, part, writtenBy: aRun(part + 3) }, 60)
      }),
    ),
  )
  expect(spent).toEqual(['spent', 'spent'])
  await expect(partOf({ clipId: clip.id, part: 0 })).resolves.toMatchObject({ state: 'failed' })
  await expect(finishBells(clip.id)).resolves.toBe(1)
  await expect(clipOf(clip.id)).resolves.toMatchObject({ state: 'ready', unfinished: true })
})

test('saying that it is alive while it ends, or is taken over, is no knot', async () => {
  const { claim } = await aClipInParts(databases, lesson)
  for (let round = 0; round < 20; round += 1) {
    const run = await aRunningPart(databases, claim, 0)
    const each = await Promise.allSettled([
      work((tx) => keepPart(tx, run, 60, { doneMs: round, pace: 1 })),
      work((tx) => claimPart(tx, { ...run, writtenBy: aRun(round + 10) }, 60)),
      work((tx) => releasePart(tx, run)),
      work((tx) => keepPart(tx, run, 60, { doneMs: round, pace: 1 })),
    ])
    expect(each.filter(({ status }) => status === 'rejected')).toEqual([])
    await query(`update clip_part set state = 'waiting', tries = 0 where clip_id = $1`, [claim.clipId])
  }
  const last = await aRunningPart(databases, claim, 0)
  const ends = await Promise.allSettled([
    work((tx) => keepPart(tx, last, 60, { doneMs: 1, pace: 1 })),
    work((tx) => completePart(tx, last, [aFile('720p/0.m4s')])),
    work((tx) => keepPart(tx, last, 60, { doneMs: 1, pace: 1 })),
  ])
  expect(ends[1]).toEqual({ status: 'fulfilled', value: true })
  expect(ends.filter(({ status }) => status === 'rejected')).toEqual([])
})

test('how far the clip is follows from all of its parts, and how long it takes from who works on them', async () => {
  const stretches = [
    { fromMs: 0, toMs: 10_000 },
    { fromMs: 10_000, toMs: 20_000 },
    { fromMs: 20_000, toMs: 40_000 },
    { fromMs: 40_000, toMs: 50_000 },
  ]
  const { clip, claim } = await aClipInParts(databases, lesson, stretches)
  const [first, second, third] = [
    await aRunningPart(databases, claim, 0),
    await aRunningPart(databases, claim, 1),
    await aRunningPart(databases, claim, 2),
  ]
  const far = async () => {
    const row = await clipOf(clip.id)
    return [row?.['progress_percent'], row?.['remaining_ms']]
  }
  await work((tx) => keepPart(tx, first, 60, { doneMs: 4_000.4, pace: null }))
  await expect(far()).resolves.toEqual([8, null])
  // 46 s are left, three are at it, and each needs 1.5 s for one: 23 s.
  await work((tx) => keepPart(tx, first, 60, { doneMs: 4_000, pace: 1.5 }))
  await expect(far()).resolves.toEqual([8, 23_000])
  await work((tx) => completePart(tx, first, []))
  // No part is more than whole, whatever its run says. 10 s at 1.5 and 10 at 2 are done of 50; 30 s at 1.75 for two.
  await work((tx) => keepPart(tx, second, 60, { doneMs: 99_000, pace: 2 }))
  await expect(far()).resolves.toEqual([40, 26_250])
  // Nobody works any more on what was given up.
  await work((tx) => failPart(tx, third))
  await work((tx) => keepPart(tx, second, 60, { doneMs: 10_000, pace: null }))
  await expect(far()).resolves.toEqual([80, 17_500])
  await work((tx) => keepPart(tx, second, 60, { doneMs: 10_000, pace: 0.5 }))
  await expect(far()).resolves.toEqual([80, 10_000])
  const fourth = await aRunningPart(databases, claim, 3)
  // What it sees in its first second is little beside what the others have seen: 9 s at 1.095 for two.
  await work((tx) => keepPart(tx, fourth, 60, { doneMs: 1_000, pace: 3 }))
  await expect(far()).resolves.toEqual([82, 4_929])
  await work((tx) => keepPart(tx, fourth, 60, { doneMs: 10_000, pace: Number.POSITIVE_INFINITY }))
  // Only the end itself says a hundred.
  expect((await far())[0]).toBe(99)
})

test('a run that is told to stop gives its part back untried', async () => {
  const { claim } = await aClipInParts(databases, lesson)
  const run = await aRunningPart(databases, claim, 0)
  await expect(work((tx) => releasePart(tx, run))).resolves.toBe(true)
  await expect(partOf(run)).resolves.toMatchObject({ state: 'waiting', claim_id: null, tries: 0, done_ms: 0 })
  await expect(aRunningPart(databases, claim, 0)).resolves.toMatchObject({ tries: 1 })
})

test('programs take turns: who has much waiting stands behind who has little', async () => {
  const other = await aLesson(databases.owner)
  const turns = async (id: string) =>
    (
      await query(
        `select (payload ->> 'turn')::integer as turn from outbox
         where job = 'encode-part' and payload ->> 'clipId' = $1 order by id`,
        [id],
      )
    ).map(({ turn }) => turn)
  const teacher = await aMember(databases.owner, other.program.id, ['teacher'])
  const first = await aClipInParts(databases, other)
  await expect(turns(first.clip.id)).resolves.toEqual([1, 2])
  const second = await aClipInParts(databases, { program: other.program, teacher })
  await expect(turns(second.clip.id)).resolves.toEqual([3, 4])
  const elsewhere = await aClipInParts(databases, await aLesson(databases.owner))
  await expect(turns(elsewhere.clip.id)).resolves.toEqual([1, 2])
  const done = await aRunningPart(databases, first.claim, 0)
  await work((tx) => completePart(tx, done, []))
  const third = await aClipInParts(databases, other)
  await expect(turns(third.clip.id)).resolves.toEqual([4, 5])
})

test('what is deleted while it is in work takes its parts and files along, and its runs learn it', async () => {
  const { clip, claim } = await aClipInParts(databases, lesson)
  const run = await aRunningPart(databases, claim, 0)
  await databases.api.asActor(lesson.teacher.id, (tx) => deleteClip(tx, clip.id))
  await expect(work((tx) => keepPart(tx, run, 60, { doneMs: 1, pace: 1 }))).resolves.toBe(false)
  await expect(work((tx) => completePart(tx, run, [aFile('720p/0.m4s')]))).resolves.toBe(false)
  await expect(work((tx) => claimPart(tx, { ...run, part: 1 }, 60))).resolves.toBe('stale')
  await expect(work((tx) => removeClip(tx, clip.id))).resolves.toBe(true)
  await expect(work((tx) => releasePart(tx, run))).resolves.toBe(false)
  for (const table of ['clip_file', 'clip_part', 'notification'])
    await expect(query(`select 1 from ${table} where clip_id = $1`, [clip.id])).resolves.toEqual([])
  await expect(query(`select 1 from outbox where payload ->> 'clipId' = $1`, [clip.id])).resolves.toEqual([])
})

/** Lets everyone on once `count` are there. */
function gate(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let here = 0
  return async () => {
    here += 1
    if (here === count) resolve()
    await promise
  }
}

import {
  aClip,
  aClipInParts,
  aHalfMadeClip,
  aLesson,
  aMediaId,
  aRunningPart,
  openTestDatabase,
} from '@cuepoint/testing'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Tx } from './client.ts'
import { claimFinish } from './clip-finish-repository.ts'
import { completePart } from './clip-parts-repository.ts'
import { releaseClip } from './clip-processing-repository.ts'
import { deleteClip } from './clips-repository.ts'
import { sweepClips } from './sweep-repository.ts'
import { listUnfinished } from './unfinished-repository.ts'

const databases = await openTestDatabase()
const lesson = await aLesson(databases.owner)
afterAll(() => databases.close())
beforeEach(async () => {
  await databases.owner.pool.query('delete from clip where id <> $1', [lesson.clip.id])
  await databases.owner.pool.query('delete from notification')
})

const long = new Date(0)
const later = new Date('2099-01-01T00:00:00Z')
type Values = Omit<Parameters<typeof aClip>[1], 'programId' | 'ownerId'>
const clipWith = (values: Values) =>
  aClip(databases.owner, { programId: lesson.program.id, ownerId: lesson.teacher.id, ...values })
const work: typeof databases.worker.asRole = (each) => databases.worker.asRole(each)
/** Once all that was done here is settled. */
async function unfinished() {
  await databases.owner.pool.query(`update clip set state_since = state_since - interval '1 minute'`)
  await databases.owner.pool.query(`update clip_part set deadline = deadline - interval '1 minute'`)
  await databases.owner.pool.query('delete from notification')
  return await work((tx) => listUnfinished(tx, 10))
}

test('unfinished work is what waits, and not what a live run holds', async () => {
  const waiting = await clipWith({ state: 'uploaded', state_since: long })
  const lost = await clipWith({ state: 'processing', state_since: long, state_deadline: long })
  await clipWith({ state: 'processing', state_since: long, state_deadline: later })
  await clipWith({ state: 'uploaded' })
  const going = await clipWith({ state: 'deleting', state_since: long })
  const listed = await work((tx) => listUnfinished(tx, 10))
  expect(listed).toHaveLength(3)
  expect(listed).toEqual(
    expect.arrayContaining([
      { job: 'process-clip', payload: { clipId: waiting.id, attempt: 1 } },
      { job: 'process-clip', payload: { clipId: lost.id, attempt: 1 } },
      { job: 'remove-clip', payload: { clipId: going.id } },
    ]),
  )
})

test('a clip that is half made is listed when its run is silent or has given it back', async () => {
  await aHalfMadeClip(databases, lesson)
  const silent = await aHalfMadeClip(databases, lesson)
  await databases.owner.pool.query(`update clip set state_deadline = '2020-01-01' where id = $1`, [
    silent.clip.id,
  ])
  const released = await aHalfMadeClip(databases, lesson)
  await work((tx) => releaseClip(tx, released.claim))
  const listed = await unfinished()
  expect(listed).toHaveLength(2)
  expect(listed).toEqual(
    expect.arrayContaining([
      { job: 'process-clip', payload: { clipId: silent.clip.id, attempt: 1 } },
      { job: 'process-clip', payload: { clipId: released.clip.id, attempt: 2 } },
    ]),
  )
})

test('parts that wait or whose run is silent are listed, and what comes after them once they have ended', async () => {
  const { clip, claim } = await aClipInParts(databases, lesson)
  const { clipId, mediaId } = claim
  const bell = (part: number) => ({
    job: 'encode-part',
    payload: { clipId, mediaId, part, turn: part + 1 },
  })
  await expect(work((tx) => listUnfinished(tx, 10))).resolves.toEqual([])
  await expect(unfinished()).resolves.toEqual([bell(0), bell(1)])

  // The minute that is taken off here is the whole lease: the first run is silent, the second lives.
  const silent = await aRunningPart(databases, claim, 0)
  const alive = await aRunningPart(databases, claim, 1)
  await databases.owner.pool.query(`update clip_part set deadline = $2 where clip_id = $1 and part = 1`, [
    clip.id,
    later,
  ])
  await databases.owner.pool.query(
    `update clip_part set deadline = deadline - interval '1 minute' where part = 0`,
  )
  await expect(unfinished()).resolves.toEqual([bell(0)])

  for (const run of [silent, alive]) await work((tx) => completePart(tx, run, []))
  const finish = { job: 'finish-clip', payload: { clipId, mediaId } }
  await expect(unfinished()).resolves.toEqual([finish])
  await work((tx) => claimFinish(tx, { clipId, mediaId, writtenBy: aMediaId(2) }, 60))
  await expect(unfinished()).resolves.toEqual([])
  await databases.owner.pool.query(`update clip set state_deadline = '2020-01-01' where id = $1`, [clip.id])
  await expect(unfinished()).resolves.toEqual([finish])
})

test('of a clip that goes, nothing is rung for but its going', async () => {
  const { clip } = await aClipInParts(databases, lesson)
  await databases.api.asActor(lesson.teacher.id, (tx) => deleteClip(tx, clip.id))
  await expect(unfinished()).resolves.toEqual([{ job: 'remove-clip', payload: { clipId: clip.id } }])
})

test('what is looked after is found without reading every clip and every file', async () => {
  await databases.owner.pool.query(
    `insert into clip (program_id, owner_id, title, state, media_id, media, duration_ms)
     select program_id, owner_id, title, state, media_id, media, duration_ms
     from clip cross join generate_series(1, 5000) where id = $1`,
    [lesson.clip.id],
  )
  await databases.owner.pool.query('vacuum analyze clip, clip_file, clip_part')
  // Counts what this connection did since it last told the server, earlier transactions among it.
  const scans = async (tx: Tx) => {
    const { rows } = await sql<{ table: string; scans: number }>`
      select relname as table, seq_scan as scans from pg_stat_xact_user_tables
      where relname in ('clip', 'clip_file') order by relname`.execute(tx)
    return rows
  }
  const { before, after } = await databases.owner.asRole(async (tx) => {
    // Which of two ways is cheaper on a few thousand rows is the planner's whim; here it is asked whether there is one.
    await sql`set local enable_seqscan = off`.execute(tx)
    const earlier = await scans(tx)
    await listUnfinished(tx, 200)
    await sweepClips(tx, 3600)
    return { before: earlier, after: await scans(tx) }
  })
  expect(after).toHaveLength(2)
  expect(after).toEqual(before)
})

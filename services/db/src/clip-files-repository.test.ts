import {
  aHalfMadeClip,
  aLesson,
  aMediaId,
  aPromise,
  openTestDatabase,
  revoked,
  someFiles,
  someMedia,
} from '@cuepoint/testing'
import { afterAll, expect, test } from 'vitest'
import {
  type AskedMedia,
  findMediaFile,
  forgetFiles,
  listFiles,
  writeFiles,
} from './clip-files-repository.ts'
import {
  addFiles,
  claimProcessing,
  failClip,
  handOver,
  mostTries,
  publishClip,
  refuseClip,
  releaseClip,
} from './clip-processing-repository.ts'

const databases = await openTestDatabase()
const lesson = await aLesson(databases.owner)
afterAll(() => databases.close())

const work: typeof databases.worker.asRole = (each) => databases.worker.asRole(each)
const rowOf = (id: string) =>
  databases.owner.asRole((tx) =>
    tx.selectFrom('clip').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  )
const everyFile = (clipId: string) =>
  databases.owner.asRole((tx) =>
    tx.selectFrom('clip_file').selectAll().where('clip_id', '=', clipId).orderBy('name').execute(),
  )
const asked = (
  clipId: string,
  mediaId: string,
  file: string,
  personId = lesson.teacher.id,
): Promise<AskedMedia | undefined> =>
  databases.api.asActor(personId, (tx) => findMediaFile(tx, { clipId, mediaId, file }))
const aSegment = (name: string, sizeBytes = 7) => ({ ...aPromise(name), sizeBytes })
const promised = { writtenBy: null, sizeBytes: null, current: true }

test('a promised file is there once its run has made it, and no other run can put its own in its place', async () => {
  const { clip, claim } = await aHalfMadeClip(databases, lesson)
  await expect(asked(clip.id, claim.mediaId, '240p/1.m4s')).resolves.toMatchObject(promised)
  await expect(work((tx) => addFiles(tx, claim, [aSegment('240p/1.m4s', 7)]))).resolves.toBe(true)
  const made = { writtenBy: claim.mediaId, sizeBytes: 7, current: true, contentType: 'video/iso.segment' }
  await expect(asked(clip.id, claim.mediaId, '240p/1.m4s')).resolves.toMatchObject(made)

  const other = { clipId: clip.id, mediaId: claim.mediaId, writtenBy: aMediaId(2) }
  await work((tx) => writeFiles(tx, other, [aSegment('240p/1.m4s', 8), aPromise('240p/0.m4s')]))
  await expect(asked(clip.id, claim.mediaId, '240p/1.m4s')).resolves.toMatchObject(made)
  await expect(asked(clip.id, claim.mediaId, '240p/0.m4s')).resolves.toMatchObject({
    writtenBy: claim.mediaId,
  })
  await expect(asked(clip.id, claim.mediaId, '240p/2.m4s')).resolves.toBeUndefined()
})

test('the lengths of segments are kept to the fraction, and a promise kept without one keeps the one it had', async () => {
  const { clip, claim } = await aHalfMadeClip(databases, lesson, {
    files: [{ ...aPromise('240p/9.m4s'), durationMs: 4_004.0040040001 }],
  })
  await work((tx) =>
    addFiles(tx, claim, [{ name: '240p/9.m4s', contentType: 'video/iso.segment', sizeBytes: 5 }]),
  )
  await expect(work((tx) => listFiles(tx, clip.id, claim.mediaId))).resolves.toEqual([
    {
      name: '240p/9.m4s',
      content_type: 'video/iso.segment',
      duration_ms: 4_004.0040040001,
      written_by: claim.mediaId,
      size_bytes: 5,
    },
  ])
})

test('an hour of lesson is written down at once', async () => {
  const files = Array.from({ length: 2_500 }, (_, at) => aPromise(`240p/${at}.m4s`))
  const { clip } = await aHalfMadeClip(databases, lesson, { files })
  await expect(everyFile(clip.id)).resolves.toHaveLength(2_500)
})

test('files are read by who may see the clip now, and by nobody else', async () => {
  const { clip, coach, teacher, lead, otherTeacher, stranger } = lesson
  const mediaId = clip.media_id ?? ''
  const sees = async (person: { id: string }) =>
    (await asked(clip.id, mediaId, 'main.m3u8', person.id)) !== undefined
  const raw = async (person: { id: string }) =>
    (
      await databases.api.asActor(person.id, (tx) =>
        tx.selectFrom('clip_file').select('name').where('clip_id', '=', clip.id).execute(),
      )
    ).length
  for (const person of [coach, teacher]) {
    await expect(sees(person)).resolves.toBe(true)
    await expect(raw(person)).resolves.toBe(someFiles().length)
  }
  for (const person of [lead, otherTeacher, stranger]) {
    await expect(sees(person)).resolves.toBe(false)
    await expect(raw(person)).resolves.toBe(0)
  }
  await revoked(databases.owner, lesson.grant)
  await expect(sees(coach)).resolves.toBe(false)
  await expect(raw(coach)).resolves.toBe(0)
})

test('a run that has lost its claim writes nothing down', async () => {
  const { clip, claim } = await aHalfMadeClip(databases, lesson)
  const now = { ...claim, mediaId: aMediaId() }
  await work((tx) => claimProcessing(tx, now, 60))
  const before = [await rowOf(clip.id), await everyFile(clip.id)]
  const made = { media: someMedia(), files: [aSegment('late.m4s')], durationMs: 1 }
  await expect(work((tx) => publishClip(tx, claim, made))).resolves.toBe(false)
  await expect(work((tx) => addFiles(tx, claim, made.files))).resolves.toBe(false)
  const parts = { ...made, plan: {}, stretches: [{ fromMs: 0, toMs: 1 }] }
  await expect(work((tx) => handOver(tx, claim, parts))).resolves.toBe(false)
  // Nor does one that has the claim and has not published: there is nothing yet to add to.
  await expect(work((tx) => addFiles(tx, now, made.files))).resolves.toBe(false)
  await expect(work((tx) => handOver(tx, now, parts))).resolves.toBe(false)
  expect([await rowOf(clip.id), await everyFile(clip.id)]).toEqual(before)
  await expect(
    databases.owner.asRole((tx) =>
      tx.selectFrom('clip_part').select('part').where('clip_id', '=', clip.id).execute(),
    ),
  ).resolves.toEqual([])
})

test('after a crash in the middle it is watched on, made anew and flipped; the older goes after the grace', async () => {
  const { clip, claim } = await aHalfMadeClip(databases, lesson)
  const next = { ...claim, mediaId: aMediaId() }
  await expect(work((tx) => claimProcessing(tx, next, 60))).resolves.toMatchObject({ tries: 2 })
  await expect(rowOf(clip.id)).resolves.toMatchObject({
    state: 'ready',
    media_id: claim.mediaId,
    claim_id: next.mediaId,
  })
  await expect(asked(clip.id, claim.mediaId, '240p/0.m4s')).resolves.toMatchObject({ current: true })

  const since = (await rowOf(clip.id)).state_since
  const made = { media: someMedia({ partly: true }), files: someFiles(), durationMs: 60_000 }
  await expect(work((tx) => publishClip(tx, next, made))).resolves.toBe(true)
  await expect(rowOf(clip.id)).resolves.toMatchObject({ media_id: next.mediaId, state_since: since })
  await expect(asked(clip.id, next.mediaId, '240p/0.m4s')).resolves.toMatchObject({ current: true })
  // Who has the older open goes on with what is made of it; nobody keeps its promises.
  await expect(asked(clip.id, claim.mediaId, '240p/0.m4s')).resolves.toMatchObject({
    current: false,
    writtenBy: claim.mediaId,
  })
  await expect(asked(clip.id, claim.mediaId, '240p/1.m4s')).resolves.toBeUndefined()

  // The grace counts from the flip, however old the file is.
  await databases.owner.pool.query(`update clip_file set created_at = '2020-01-01'`)
  await expect(work((tx) => forgetFiles(tx, 3600))).resolves.toBe(0)
  await databases.owner.pool.query(
    `update clip_file set superseded_at = superseded_at - interval '2 hours' where superseded_at is not null`,
  )
  await expect(work((tx) => forgetFiles(tx, 3600))).resolves.toBe(someFiles().length)
  await expect(asked(clip.id, claim.mediaId, '240p/0.m4s')).resolves.toBeUndefined()
  await expect(work((tx) => listFiles(tx, clip.id, next.mediaId))).resolves.toHaveLength(someFiles().length)
})

test('a run that is told to stop leaves what can be watched, and the next one goes on', async () => {
  const { clip, claim } = await aHalfMadeClip(databases, lesson)
  await expect(work((tx) => releaseClip(tx, claim))).resolves.toBe(true)
  await expect(rowOf(clip.id)).resolves.toMatchObject({
    state: 'ready',
    unfinished: true,
    claim_id: null,
    attempt: 2,
  })
  const next = { clipId: clip.id, attempt: 2, mediaId: aMediaId(2) }
  await expect(work((tx) => claimProcessing(tx, next, 60))).resolves.toMatchObject({ tries: 1 })
})

test.each([
  ['too many tries', 'spent'],
  ['a failure', 'failed'],
])('what can be watched in part and not be made whole is told as failed, after %s', async (_what, how) => {
  const { clip, claim } = await aHalfMadeClip(databases, lesson)
  const spend = async () => {
    await databases.owner.pool.query('update clip set tries = $2 where id = $1', [clip.id, mostTries])
    return await work((tx) => claimProcessing(tx, { ...claim, mediaId: aMediaId() }, 60))
  }
  const fail = async () => await work((tx) => failClip(tx, claim, 'transcode-error', true))
  expect(await (how === 'spent' ? spend() : fail())).toBe(how === 'spent' ? 'spent' : true)
  await expect(rowOf(clip.id)).resolves.toMatchObject({ state: 'failed', unfinished: false, retryable: true })
  expect((await everyFile(clip.id)).filter((file) => file.written_by === null)).toEqual([])
  await expect(asked(clip.id, claim.mediaId, '240p/0.m4s')).resolves.toBeUndefined()
})

test('what people watch is not refused any more', async () => {
  const { clip, claim } = await aHalfMadeClip(databases, lesson)
  await expect(work((tx) => refuseClip(tx, claim, 'damaged'))).resolves.toBe(false)
  await expect(rowOf(clip.id)).resolves.toMatchObject({ state: 'ready', claim_id: claim.mediaId })
})

test('handed over, the first rendition stands without promises and waits for its parts', async () => {
  const { clip, claim } = await aHalfMadeClip(databases, lesson)
  const stretches = [
    { fromMs: 0, toMs: 30_000 },
    { fromMs: 30_000, toMs: 60_000 },
  ]
  const made = { media: someMedia(), files: [aSegment('240p/2.m4s')], durationMs: 60_040, plan: { a: 1 } }
  await expect(work((tx) => handOver(tx, claim, { ...made, stretches }))).resolves.toBe(true)
  await expect(work((tx) => handOver(tx, claim, { ...made, stretches }))).resolves.toBe(false)
  await expect(rowOf(clip.id)).resolves.toMatchObject({
    state: 'ready',
    unfinished: true,
    plan: { a: 1 },
    duration_ms: 60_040,
    claim_id: null,
    state_deadline: null,
  })
  const names = (await everyFile(clip.id)).map(({ name }) => name)
  expect(names).toContain('240p/2.m4s')
  expect(names).not.toContain('240p/1.m4s')
  const { rows } = await databases.owner.pool.query(
    `select job, payload from outbox where payload ->> 'clipId' = $1 order by id`,
    [clip.id],
  )
  expect(rows).toEqual(
    [0, 1].map((part) => ({
      job: 'encode-part',
      payload: { clipId: clip.id, mediaId: claim.mediaId, part, turn: part + 1 },
    })),
  )
  await expect(work((tx) => claimProcessing(tx, { ...claim, mediaId: aMediaId() }, 60))).resolves.toBe(
    'stale',
  )
})

test('where nothing more is to be made, it goes straight to the end', async () => {
  const { clip, claim } = await aHalfMadeClip(databases, lesson)
  const made = { media: someMedia(), files: [], durationMs: 60_000, plan: {}, stretches: [] }
  await work((tx) => handOver(tx, claim, made))
  const { rows } = await databases.owner.pool.query(
    `select job, payload from outbox where payload ->> 'clipId' = $1`,
    [clip.id],
  )
  expect(rows).toEqual([{ job: 'finish-clip', payload: { clipId: clip.id, mediaId: claim.mediaId } }])
})

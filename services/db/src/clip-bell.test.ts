import {
  aGrant,
  aHalfMadeClip,
  aLesson,
  aMediaId,
  openTestDatabase,
  someFiles,
  someMedia,
} from '@cuepoint/testing'
import { afterAll, expect, test } from 'vitest'
import {
  addFiles,
  claimProcessing,
  handOver,
  keepProcessing,
  publishClip,
} from './clip-processing-repository.ts'
import { listenTo } from './listen.ts'

// What open pages hear of a clip, and what they are spared.
const databases = await openTestDatabase()
const lesson = await aLesson(databases.owner)
const heard: Record<string, unknown>[] = []
let toldAll: (() => void) | undefined
const stop = await listenTo(databases.owner.pool, 'change', {
  onNotice: (payload) => {
    if (payload === 'the end') toldAll?.()
    else heard.push(JSON.parse(payload) as Record<string, unknown>)
  },
})
afterAll(async () => {
  await stop()
  await databases.close()
})

/** Waits until all that was committed before has been heard: notices come in the order of their commits. */
async function allIsHeard(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  toldAll = resolve
  await databases.owner.pool.query(`select pg_notify('change', 'the end')`)
  await promise
}

/** What was said of a clip while `each` ran, without the ids. */
async function saidOf(id: string, each: () => Promise<unknown>): Promise<unknown[]> {
  await allIsHeard()
  heard.length = 0
  await each()
  await allIsHeard()
  return heard
    .filter((change) => change['noun'] === 'clip' && change['id'] === id)
    .map(({ noun: _noun, id: _id, people: _people, ...rest }) => rest)
}

const work: typeof databases.worker.asRole = (each) => databases.worker.asRole(each)
const again = {}
const made = { media: someMedia({ partly: true }), files: someFiles(), durationMs: 60_000 }

test('progress is told where it moved, with the time that is left, and not as often as a run lives', async () => {
  const { clip, claim } = await aHalfMadeClip(databases, lesson)
  const keep = (percent: number, remainingMs: number | null) =>
    work((tx) => keepProcessing(tx, claim, 60, { percent, remainingMs }))
  await expect(saidOf(clip.id, () => keep(10, null))).resolves.toEqual([{ progressPercent: 10 }])
  await expect(saidOf(clip.id, () => keep(10.6, null))).resolves.toEqual([])
  await expect(saidOf(clip.id, () => keep(10, 90_000))).resolves.toEqual([
    { progressPercent: 10, remainingMs: 90_000 },
  ])
  await expect(saidOf(clip.id, () => keep(10, 89_000))).resolves.toEqual([])
  await expect(saidOf(clip.id, () => keep(11, 88_000))).resolves.toEqual([
    { progressPercent: 11, remainingMs: 88_000 },
  ])
  await expect(saidOf(clip.id, () => work((tx) => keepProcessing(tx, claim, 60)))).resolves.toEqual([])
  await expect(saidOf(clip.id, () => work((tx) => addFiles(tx, claim, someFiles())))).resolves.toEqual([])
})

test('something else to watch is a reason to ask again, also when only its name is another', async () => {
  const { clip, claim } = await aHalfMadeClip(databases, lesson)
  const next = { ...claim, mediaId: aMediaId() }
  await expect(saidOf(clip.id, () => work((tx) => claimProcessing(tx, next, 60)))).resolves.toEqual([])
  await expect(saidOf(clip.id, () => work((tx) => publishClip(tx, next, made)))).resolves.toEqual([again])
  await expect(saidOf(clip.id, () => work((tx) => publishClip(tx, next, made)))).resolves.toEqual([])
  const parts = { ...made, media: someMedia(), plan: {}, stretches: [] }
  await expect(saidOf(clip.id, () => work((tx) => handOver(tx, next, parts)))).resolves.toEqual([again])
})

test('another state or another title is a reason to ask again, while it is in work too', async () => {
  const { clip, claim } = await aHalfMadeClip(databases, lesson)
  const set = (what: string) => () =>
    databases.owner.pool.query(`update clip set ${what} where id = $1`, [clip.id])
  await work((tx) => keepProcessing(tx, claim, 60, { percent: 7, remainingMs: null }))
  await expect(saidOf(clip.id, set(`title = 'Rain'`))).resolves.toEqual([again])
  await expect(saidOf(clip.id, set(`title = 'Rain'`))).resolves.toEqual([])
  await expect(saidOf(clip.id, set(`state = 'processing', unfinished = false`))).resolves.toEqual([again])
  await expect(saidOf(clip.id, set(`note = 'Look', progress_percent = 9`))).resolves.toEqual([again])
  await expect(saidOf(clip.id, set('progress_percent = 12'))).resolves.toEqual([{ progressPercent: 12 }])
})

test('it is told to those who may see the clip and to nobody else', async () => {
  const { clip, claim } = await aHalfMadeClip(databases, lesson)
  await aGrant(databases.owner, clip, { partnershipId: lesson.partnership.id })
  await saidOf(clip.id, () =>
    work((tx) => keepProcessing(tx, claim, 60, { percent: 50, remainingMs: 1_000 })),
  )
  expect(heard).toEqual([
    {
      noun: 'clip',
      id: clip.id,
      people: expect.any(Array),
      progressPercent: 50,
      remainingMs: 1_000,
    },
  ])
  expect([...((heard[0]?.['people'] ?? []) as string[])].sort()).toEqual(
    [lesson.teacher.id, lesson.coach.id].sort(),
  )
})

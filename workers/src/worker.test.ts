import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Row, recordFact } from '@cuepoint/db'
import { clipPrefix, mediaKey, mediaPrefix } from '@cuepoint/storage'
import { makeClip, testServices } from '@cuepoint/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { workerStage } from './testing/worker-stage.ts'
import { jobHandlers } from './worker.ts'

// Clips are encoded here, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-files-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const isComplete = (clip: Row<'clip'> | undefined): boolean => clip?.state === 'ready' && !clip.unfinished
const inOrder = (keys: (string | null)[]) => keys.map(String).sort()
const run = (signal = new AbortController().signal) => ({
  jobId: 'test',
  tryNumber: 1,
  lastTry: false,
  signal,
})

test('a clip that arrived becomes one to watch, with everything its list names and nothing else', async () => {
  await using stage = await workerStage()
  await stage.start()
  const { id, original_key } = await stage.arrived(await makeClip({ rotation: 90 }), {
    title: 'Ana counts to ten',
  })
  const clip = await stage.until(id, isComplete)
  expect(clip?.media).toMatchObject({ width: 360, height: 640, hasAudio: true, playlist: 'master-3.m3u8' })
  expect(clip?.media?.renditions.map(({ name }) => name)).toEqual(['360p', '240p', '144p'])
  expect(clip?.media?.sounds).toEqual(['levelled', 'original'])
  expect(Math.abs((clip?.duration_ms ?? 0) - 2_000)).toBeLessThan(100)
  expect(clip?.progress_percent).toBe(100)

  const listed = await stage.listedKeys(id)
  expect(await stage.keys(clipPrefix(id))).toEqual(inOrder([...listed, original_key]))
  expect(listed.some((key) => key.endsWith(`/${clip?.media?.poster}`))).toBe(true)
  await expect.poll(() => stage.scratch()).toEqual([])
  expect(stage.logged()).not.toContain('Ana counts')
})

test('a clip that is made in parts leaves nothing in storage but what is listed', async () => {
  await using stage = await workerStage({ PART_ABOVE_SECONDS: '6', PART_SECONDS: '5' })
  await stage.start()
  const { id, original_key } = await stage.arrived(await makeClip({ seconds: 12, video: 'hevc' }))
  await stage.until(id, isComplete)
  expect(stage.logged().match(/"part done"/g)).toHaveLength(2)
  const listed = await stage.listedKeys(id)
  expect(await stage.keys(clipPrefix(id))).toEqual(inOrder([...listed, original_key]))
})

test('a file that is no video is refused with its reason, and leaves nothing but itself', async () => {
  await using stage = await workerStage()
  await stage.start()
  const path = join(folder, 'letter.mp4')
  await writeFile(path, 'Dear coach, this is not a video.')
  const { id, original_key } = await stage.arrived(path)
  const clip = await stage.until(id, (now) => now?.state === 'rejected')
  expect(clip?.reject_reason).toBe('not-a-video')
  expect(await stage.keys(clipPrefix(id))).toEqual([original_key])
})

test('an original that is gone ends in a failure that another try cannot mend', async () => {
  await using stage = await workerStage()
  await stage.start()
  const clip = await stage.lying(await makeClip({ seconds: 1 }))
  await stage.deps.storage.deleteKeys([clip.original_key ?? ''])
  await jobHandlers(stage.deps)['process-clip']({ clipId: clip.id, attempt: clip.attempt }, run())
  expect(await stage.clip(clip.id)).toMatchObject({
    state: 'failed',
    fail_reason: 'storage-unavailable',
    retryable: false,
  })
})

test('what may pass is tried again, and given up only after the last try', async () => {
  await using stage = await workerStage()
  const clip = await stage.lying(await makeClip({ seconds: 1 }))
  const broken = { ...stage.deps, tool: { ...stage.deps.tool, ffmpegPath: '/bin/false' } }
  const handle = jobHandlers(broken)['process-clip']
  const payload = { clipId: clip.id, attempt: clip.attempt }
  await expect(handle(payload, run())).rejects.toThrow('ffmpeg exited')
  expect((await stage.clip(clip.id))?.state).toBe('processing')
  await handle(payload, { ...run(), tryNumber: 3, lastTry: true })
  expect(await stage.clip(clip.id)).toMatchObject({
    state: 'failed',
    fail_reason: 'transcode-error',
    retryable: true,
    original_key: clip.original_key,
  })
})

test('a worker that is told to stop gives the clip back, and the next one finishes it', async () => {
  await using stage = await workerStage()
  const first = await stage.start()
  const { id } = await stage.arrived(await makeClip({ seconds: 20, video: 'hevc', width: 1280, height: 720 }))
  await stage.until(id, (now) => (now?.progress_percent ?? 0) > 10)
  const beganMs = performance.now()
  await first.close(0)
  expect(performance.now() - beganMs).toBeLessThan(25_000)
  const given = await stage.clip(id)
  // Its beginning was there to be watched, and stays so until the next worker has made it anew.
  expect(given).toMatchObject({ state: 'ready', unfinished: true, attempt: 2, claim_id: null })
  expect(await stage.scratch()).toEqual([])
  await stage.start()
  const made = await stage.until(id, isComplete)
  expect(made?.media_id).not.toBe(given?.media_id)
})

test('of two runs at one clip the later one counts, and the earlier leaves nothing behind', async () => {
  await using stage = await workerStage()
  const clip = await stage.lying(await makeClip({ seconds: 3 }))
  const payload = { clipId: clip.id, attempt: clip.attempt }
  const atUpload = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const slow = jobHandlers({
    ...stage.deps,
    storage: {
      ...stage.deps.storage,
      putFile: async (...args) => {
        atUpload.resolve()
        await goOn.promise
        await stage.deps.storage.putFile(...args)
      },
    },
  })
  const late = slow['process-clip'](payload, run())
  await atUpload.promise
  await jobHandlers(stage.deps)['process-clip'](payload, run())
  const ready = await stage.clip(clip.id)
  expect(ready?.state).toBe('ready')
  goOn.resolve()
  await late
  expect(await stage.clip(clip.id)).toEqual(ready)
  const media = (await stage.keys(clipPrefix(clip.id))).filter((key) => key !== clip.original_key)
  const prefix = mediaPrefix(clip.id, ready?.media_id ?? '')
  expect(media.every((key) => key.startsWith(prefix))).toBe(true)
  expect(media).toEqual((await stage.listedKeys(clip.id)).sort())
})

test('a clip on its way out goes with all it had, and a tombstone stays', async () => {
  await using stage = await workerStage()
  await stage.start()
  const { id } = await stage.arrived(await makeClip({ seconds: 1 }))
  await stage.until(id, (now) => now?.state === 'ready')
  await stage.owner.asRole(async (tx) => {
    await tx.updateTable('clip').set({ state: 'deleting' }).where('id', '=', id).execute()
    await tx
      .insertInto('outbox')
      .values({ job: 'remove-clip', payload: JSON.stringify({ clipId: id }) })
      .execute()
  })
  await stage.until(id, (now) => now === undefined)
  await expect.poll(() => stage.keys(clipPrefix(id)), { timeout: 10_000 }).toEqual([])
  const tombstones = await stage.owner.asRole((tx) =>
    tx.selectFrom('tombstone').select('clip_id').where('clip_id', '=', id).execute(),
  )
  expect(tombstones).toHaveLength(1)
})

test('the sweep removes what belongs to no row, and nothing else', async () => {
  await using stage = await workerStage()
  const kept = await stage.lying(await makeClip({ seconds: 1 }))
  const mediaId = `1-${'a'.repeat(32)}`
  const orphans = [
    mediaKey(kept.id, mediaId, 'master.m3u8'),
    mediaKey(stage.lesson.program.id, mediaId, 'x.m4s'),
  ]
  for (const key of [...orphans, 'elsewhere/thing'])
    await stage.deps.storage.putBytes(key, Buffer.from('x'), { contentType: 'text/plain' })
  const sweepWith = (graceMs: number) =>
    jobHandlers({ ...stage.deps, config: { ...stage.deps.config, sweepGraceMs: graceMs } }).sweep({}, run())
  await sweepWith(3_600_000)
  expect(await stage.keys()).toEqual(inOrder([kept.original_key, ...orphans, 'elsewhere/thing']))
  await sweepWith(-1_000)
  expect(await stage.keys()).toEqual(inOrder([kept.original_key, 'elsewhere/thing']))
})

test('a fact is mailed once, in its receiver’s language, and a second ring sends nothing', async () => {
  await using stage = await workerStage()
  const { teacher, coach, clip } = stage.lesson
  await stage.owner.asRole((tx) =>
    tx.updateTable('person').set({ language: 'es' }).where('id', '=', coach.id).execute(),
  )
  await stage.start()
  await stage.deps.db.asRole((tx) =>
    recordFact(tx, {
      personId: coach.id,
      kind: 'clip-shared',
      clipId: clip.id,
      fact: `clip-shared:${clip.id}`,
    }),
  )
  const notices = () =>
    stage.owner.asRole((tx) =>
      tx.selectFrom('notification').selectAll().where('person_id', '=', coach.id).execute(),
    )
  await expect.poll(async () => (await notices())[0]?.mailed_at, { timeout: 20_000 }).toBeInstanceOf(Date)
  const [notice] = await notices()
  await jobHandlers(stage.deps).notify({ notificationId: notice?.id ?? '' }, run())
  const mails = await fetch(
    `${testServices().mailPageUrl}/api/mails?to=${encodeURIComponent(coach.email)}`,
  ).then((answer) => answer.json())
  expect(mails).toHaveLength(1)
  expect(JSON.stringify(mails)).toContain(`/clips/${clip.id}`)
  expect(stage.logged()).not.toContain(coach.email)
  expect(stage.logged()).not.toContain(teacher.name)
})

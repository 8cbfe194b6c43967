import { rm } from 'node:fs/promises'
import { openProductStage } from '../stage/product-stage.ts'
import { signInTeacher } from '../stage/teacher.ts'
import { disturb } from './disturbances.ts'
import { makeLesson } from './lesson.ts'
import { sendAll } from './sending.ts'
import { countDoubled, findOrphans, leftoverTools, sweepNow } from './truth.ts'

export const about = {
  name: 'recovery',
  proves:
    'kills of the worker in ffmpeg and of the API in an upload, restarts of Redis and PostgreSQL and an emptied queue cost time and no clip',
  takes: 'about 8 minutes',
}

const CLIPS = 20
const LIMIT_MS = 900_000
/** Older than this, what belongs to nothing is swept away; short, or the suite would wait for hours. */
const GRACE_SECONDS = 3

export async function run(): Promise<Record<string, number>> {
  const stage = await openProductStage({ SWEEP_GRACE_SECONDS: String(GRACE_SECONDS) })
  const { product } = stage
  const lesson = await makeLesson(product.env['FFMPEG_PATH'] ?? 'ffmpeg')
  try {
    const teacher = await signInTeacher(product.url, product.env['DATABASE_URL'] ?? '')
    const clipIds: string[] = []
    for (let n = 0; n < CLIPS; n += 1) clipIds.push(await teacher.newClip(`Lesson ${n + 1}`))

    await Promise.all([sendAll(teacher, product.url, clipIds, lesson), disturb(stage, clipIds)])

    const ends = await Promise.all(clipIds.map((clipId) => teacher.untilComplete(clipId, LIMIT_MS)))
    for (const [n, clip] of ends.entries()) {
      if (clip?.state !== 'ready') {
        const words =
          clip?.failReason ?? clip?.rejectReason ?? `still ${(await teacher.clip(clipIds[n] ?? '')).state}`
        console.log(`lesson ${n + 1} is not ready: ${words}`)
      }
    }
    await sweepNow(product.env, GRACE_SECONDS)
    const orphans = await findOrphans(product.env)
    for (const orphan of orphans) console.log(`belongs to nothing: ${orphan}`)
    const tools = await leftoverTools(product.env)
    if (tools > 0) console.log(`${tools} ffmpeg processes were left running`)
    return {
      clips: CLIPS,
      ready: ends.filter((clip) => clip?.state === 'ready').length,
      orphans: orphans.length + tools,
      doubled: await countDoubled(product.env),
    }
  } finally {
    await stage.close()
    await rm(lesson, { force: true })
  }
}

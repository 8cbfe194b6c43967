import { setTimeout as delay } from 'node:timers/promises'
import type { Product } from '@cuepoint/infra/local'
import type { MadeLesson } from '../hls/made-lessons.ts'
import type { SeenClip, Teacher } from '../stage/teacher.ts'
import { type Watch, walk } from './half-made.ts'
import { type Stage, stageOf } from './stages.ts'

export type KillStage = { readonly product: Product; readonly teacher: Teacher }

export type Killed = {
  readonly lesson: MadeLesson
  /** Whether the step was still going on when the worker was killed. */
  readonly hit: boolean
  /** What became of the clip, and what was handed out on the way that nobody may get. */
  readonly end: Promise<{ clip: SeenClip | undefined; halfMade: readonly string[] }>
}

const PATIENCE_MS = 300_000
const LOOK_MS = 20

/** How long each step takes when nothing happens, in milliseconds. */
export async function undisturbed(
  { product, teacher }: KillStage,
  file: string,
): Promise<Readonly<Record<Stage, number>>> {
  const database = product.env['DATABASE_URL'] ?? ''
  const clipId = await send(teacher, file)
  const spans: Record<Stage, number> = { first: 0, parts: 0, finish: 0 }
  const endsMs = performance.now() + PATIENCE_MS
  let [stage, sinceMs] = [await stageOf(database, clipId), performance.now()]
  for (;;) {
    if (performance.now() > endsMs) throw new Error('a lesson that nobody disturbed did not end')
    const now = await stageOf(database, clipId)
    if (stage !== undefined) spans[stage] += performance.now() - sinceMs
    sinceMs = performance.now()
    if (stage === 'finish' && now === undefined) return spans
    stage = now
    await delay(LOOK_MS)
  }
}

/** Sends the lesson, and kills the worker so long after the step began on it. */
export async function killIn(
  { product, teacher }: KillStage,
  lesson: MadeLesson,
  file: string,
  stage: Stage,
  afterMs: number,
): Promise<Killed> {
  const database = product.env['DATABASE_URL'] ?? ''
  const clipId = await send(teacher, file)
  const watch: Watch = { seen: new Map(), faults: [] }
  const over = new AbortController()
  const watching = keepWalking(teacher, clipId, watch, over.signal)
  const endsMs = performance.now() + PATIENCE_MS
  while ((await stageOf(database, clipId)) !== stage) {
    if (performance.now() > endsMs) throw new Error(`waited in vain for ${stage}`)
    await delay(LOOK_MS)
  }
  await delay(afterMs)
  const hit = (await stageOf(database, clipId)) === stage
  await product.part('worker').restart('outright')
  const ended = async () => {
    const clip = await teacher.untilComplete(clipId, PATIENCE_MS)
    over.abort()
    await watching
    // Once more as it is left.
    if (clip) await walk(teacher, clip, watch)
    return { clip, halfMade: watch.faults }
  }
  return { lesson, hit, end: ended() }
}

/** As a page would that has the clip open all the while. */
async function keepWalking(
  teacher: Teacher,
  clipId: string,
  watch: Watch,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await walk(teacher, await teacher.clip(clipId), watch)
    await delay(200)
  }
}

async function send(teacher: Teacher, file: string): Promise<string> {
  const clipId = await teacher.newClip('A made lesson')
  const refused = await teacher.send(clipId, file)
  if (refused) throw new Error(`the made lesson was refused: ${refused.code}`)
  return clipId
}

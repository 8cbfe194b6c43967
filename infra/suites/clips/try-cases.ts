import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProductStage } from '../stage/product-stage.ts'
import type { Teacher } from '../stage/teacher.ts'
import { holdInStep, type SyncOutcome } from './sync.ts'
import { type SyncCase, syncCases } from './sync-cases.ts'

const LIMIT_MS = 300_000

/** Makes each clip, sends it, and holds its flashes and beeps against those that are played. */
export async function tryCases(
  stage: ProductStage,
  teacher: Teacher,
  picked: string,
): Promise<Record<string, number>> {
  const cases = syncCases.filter(({ name }) => name.includes(picked))
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-sync-'))
  let [worstMs, wrong] = [0, 0]
  try {
    for (const each of cases) {
      const outcome = await tryCase(stage, teacher, each, folder)
      worstMs = Math.max(worstMs, outcome.worstMs)
      wrong += outcome.faults.length > 0 ? 1 : 0
      const says = outcome.faults.length > 0 ? 'NOT in step' : 'in step'
      console.log(
        `${says.padEnd(12)} ${each.name.padEnd(52)} ${[...outcome.faults, outcome.words].join('; ')}`,
      )
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return { syncCases: cases.length, syncWorstMs: Math.round(worstMs), syncWrong: wrong }
}

async function tryCase(
  stage: ProductStage,
  teacher: Teacher,
  each: SyncCase,
  folder: string,
): Promise<SyncOutcome> {
  const file = await each.make(stage.product.env['FFMPEG_PATH'] ?? 'ffmpeg', folder)
  const clipId = await teacher.newClip('A clip that flashes and beeps')
  const notTaken = await teacher.send(clipId, file)
  if (notTaken) return { worstMs: 0, faults: [`refused: ${notTaken.code}`], words: '' }
  const clip = await teacher.untilComplete(clipId, LIMIT_MS)
  if (!clip?.media || clip.state !== 'ready') {
    const why = clip ? `${clip.state} ${clip.rejectReason ?? clip.failReason ?? ''}` : 'still at work'
    return { worstMs: 0, faults: [why], words: '' }
  }
  return await holdInStep(stage.product, teacher, clip.media, { ...each, file })
}

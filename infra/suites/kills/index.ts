import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { judgeFiles } from '../hls/judge-files.ts'
import { countDoubled, findOrphans, leftoverTools, sweepNow } from '../recovery/truth.ts'
import { openProductStage } from '../stage/product-stage.ts'
import { signInTeacher } from '../stage/teacher.ts'
import { killIn, type Killed, type KillStage, undisturbed } from './kill-in.ts'
import { lessons, partSettings } from './lessons.ts'
import { type Stage, stages } from './stages.ts'

export const about = {
  name: 'kills',
  proves:
    'a worker killed outright at ten moments of each step costs time alone: the clip ends whole, and nothing half-made is ever handed out',
  takes: 'about 15 minutes; an argument says at how many moments',
}

export const bounds = {
  wrong: { atMost: 0 },
  halfMade: { atMost: 0 },
  orphans: { atMost: 0 },
  doubled: { atMost: 0 },
}

const MOMENTS = 10
/** Killed clips that are still on their way while the next is sent. */
const AT_ONCE = 3
/** A moment that was missed, because a step is not always equally long, is tried again so often. */
const TRIES = 4
const GRACE_SECONDS = 3

export async function run({ args }: { readonly args: readonly string[] }): Promise<Record<string, number>> {
  const moments = Number(args[0] ?? MOMENTS)
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-kills-'))
  const stage = await openProductStage({ ...partSettings, SWEEP_GRACE_SECONDS: String(GRACE_SECONDS) })
  const { product } = stage
  try {
    const ffmpeg = product.env['FFMPEG_PATH'] ?? 'ffmpeg'
    const teacher = await signInTeacher(product.url, product.env['DATABASE_URL'] ?? '')
    const ground: KillStage = { product, teacher }
    const made = []
    for (const lesson of lessons) {
      const file = await lesson.make(ffmpeg, folder)
      const spans = await undisturbed(ground, file)
      console.log(
        `${lesson.name}, undisturbed: ${stages.map((name) => `${name} ${Math.round(spans[name])} ms`).join(', ')}`,
      )
      made.push({ lesson, file, spans })
    }

    const counts: Record<Stage, number> = { first: 0, parts: 0, finish: 0 }
    const totals = { wrong: 0, halfMade: 0, missed: 0 }
    const onTheWay = new Set<Promise<void>>()
    const settle = async (killed: Killed, at: string): Promise<void> => {
      const { clip, halfMade } = await killed.end
      for (const fault of halfMade) console.log(`  NOT  ${at}: ${fault}`)
      totals.halfMade += halfMade.length
      if (clip?.state !== 'ready' || clip.media?.complete !== true) {
        console.log(
          `  NOT  ${at}: ${clip?.state ?? 'no end'} ${clip?.failReason ?? clip?.rejectReason ?? ''}`,
        )
        totals.wrong += 1
        return
      }
      const judged = await judgeFiles(product, teacher, clip.media, killed.lesson)
      totals.wrong += judged.rulesWrong + judged.ffprobeWrong
    }
    for (const name of stages)
      for (let moment = 0; moment < moments; moment += 1) {
        const pick = made[moment % made.length]
        if (!pick) throw new Error('there is no lesson')
        const part = (moment + 0.5) / moments
        for (let tries = 0; tries < TRIES; tries += 1) {
          while (onTheWay.size >= AT_ONCE) await Promise.race(onTheWay)
          // Each try a little earlier: what was missed was over already.
          const afterMs = pick.spans[name] * part * (1 - tries / (TRIES + 1))
          const killed = await killIn(ground, pick.lesson, pick.file, name, afterMs)
          const at = `${pick.lesson.name}, ${name}, after ${Math.round(afterMs)} ms`
          console.log(`killed: ${at}${killed.hit ? '' : ' (the step was over)'}`)
          const end: Promise<void> = settle(killed, at).finally(() => onTheWay.delete(end))
          onTheWay.add(end)
          if (killed.hit) {
            counts[name] += 1
            break
          }
          totals.missed += 1
        }
      }
    await Promise.all(onTheWay)

    await sweepNow(product.env, GRACE_SECONDS)
    const orphans = await findOrphans(product.env)
    for (const orphan of orphans) console.log(`  NOT  belongs to nothing: ${orphan}`)
    return {
      killedInFirst: counts.first,
      killedInParts: counts.parts,
      killedInFinish: counts.finish,
      ...totals,
      orphans: orphans.length + (await leftoverTools(product.env)),
      doubled: await countDoubled(product.env),
    }
  } finally {
    await stage.close()
    await rm(folder, { recursive: true, force: true })
  }
}

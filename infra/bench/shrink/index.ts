import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { findChromium } from '../../local/chromium.ts'
import type { Bound } from '../../local/figures-runner.ts'
import { openPhone } from '../../suites/stage/phone.ts'
import { openProductStage } from '../../suites/stage/product-stage.ts'
import { aac, makeSignalClip } from '../../suites/stage/signal-clip.ts'
import { signInTeacher } from '../../suites/stage/teacher.ts'
import { holdAgainst } from './hold-against.ts'
import { type Sent, sendSmaller } from './send-smaller.ts'

export const about = {
  name: 'shrink',
  proves:
    'what the page cuts and makes smaller before it is sent is as long as was asked for, upright and in step, and how long that takes a browser without hardware',
  takes:
    'about 10 minutes; an argument names a folder of clips instead of ../shared/clips, or "none"; pictures before and after are kept in test-results/shrink',
}

export const bounds: Readonly<Record<string, Bound>> = {
  clips: { atLeast: 1 },
  gaveUp: { atMost: 0 },
  durationWrong: { atMost: 0 },
  uprightWrong: { atMost: 0 },
  stepWrong: { atMost: 0 },
}

const root = resolve(import.meta.dirname, '../../..')
const LESSON = { seconds: 120, width: 1920, height: 1080, fps: 30 } as const
/** With most of the flashes in it, and not at a keyframe. */
const LESSON_TRIM = { fromSeconds: 2.5, toSeconds: 62.5 }

export async function run({ args }: { readonly args: readonly string[] }): Promise<Record<string, number>> {
  const folder = resolve(process.env['INIT_CWD'] ?? root, args[0] ?? join(root, '../shared/clips'))
  const isWithFolder = args[0] !== 'none'
  if (isWithFolder && !existsSync(folder)) throw new Error(`there is no folder ${folder}`)
  const pictures = join(root, 'test-results/shrink')
  await rm(pictures, { recursive: true, force: true })
  await mkdir(pictures, { recursive: true })
  const stage = await openProductStage()
  const work = await mkdtemp(join(tmpdir(), 'cuepoint-shrink-'))
  const { env, url } = stage.product
  const tools = { ffmpegPath: env['FFMPEG_PATH'] ?? '', ffprobePath: env['FFPROBE_PATH'] ?? '' }
  const sents: Sent[] = []
  const wrong = { duration: 0, upright: 0, step: 0 }
  try {
    // What becomes of the files is not what is asked here.
    await stage.product.part('worker').stop()
    const teacher = await signInTeacher(url, env['DATABASE_URL'] ?? '')
    const chromium = await findChromium(stage.ground)
    const lesson = await makeSignalClip(tools.ffmpegPath, join(work, 'made-lesson.mp4'), {
      ...LESSON,
      picture: ['-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '14M', '-g', '30', '-pix_fmt', 'yuv420p'],
      sound: aac,
    })
    const files = isWithFolder
      ? (await readdir(folder)).filter((name) => /\.(mp4|mkv|webm|mov|avi|3gp|ts)$/.test(name)).toSorted()
      : []
    const wanted = [
      { file: lesson, trim: LESSON_TRIM, flashes: true },
      ...files.map((name) => ({ file: join(folder, name), trim: undefined, flashes: false })),
    ]
    for (const [n, { file, trim, flashes }] of wanted.entries()) {
      // One browser for each, so that memory is that of one.
      const profileDir = join(work, `profile-${n}`)
      await mkdir(profileDir)
      const phone = await openPhone({ chromium, profileDir, url, cookie: teacher.cookie })
      try {
        const sent = await sendSmaller({ phone, url, teacher, file, trim, into: join(work, `sent-${n}`) })
        sents.push(sent)
        console.log(`  ${sent.words}`)
        if (!sent.made) continue
        const held = await holdAgainst(tools, { ...sent.made, file, trim, flashes, pictures })
        for (const fault of held) {
          wrong[fault.kind] += 1
          console.log(`    ${fault.kind}: ${fault.words}`)
        }
      } finally {
        await phone.close()
      }
    }
  } finally {
    await stage.close()
    await rm(work, { recursive: true, force: true })
  }
  const made = sents.flatMap(({ made: each }) => (each ? [each] : []))
  const [first] = made
  return {
    clips: made.length,
    fallbacks: sents.length - made.length,
    gaveUp: sents.filter(({ gaveUp }) => gaveUp).length,
    /** Of the made lesson; of all clips together below. */
    lessonBytesRatio: rounded((first?.bytesAfter ?? Number.NaN) / (first?.bytesBefore ?? Number.NaN)),
    bytesRatio: rounded(
      sum(made.map(({ bytesAfter }) => bytesAfter)) / sum(made.map(({ bytesBefore }) => bytesBefore)),
    ),
    secondsPerClipSecond: rounded(
      (first?.makingSeconds ?? Number.NaN) / (LESSON_TRIM.toSeconds - LESSON_TRIM.fromSeconds),
    ),
    tabPeakMiB: Math.max(...sents.map(({ tabPeakMiB }) => tabPeakMiB)),
    durationWrong: wrong.duration,
    uprightWrong: wrong.upright,
    stepWrong: wrong.step,
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { findChromium } from '../../local/chromium.ts'
import { openProductStage, type ProductStage } from '../stage/product-stage.ts'
import { flashTimes } from '../stage/signal-times.ts'
import { signInTeacher, type Teacher } from '../stage/teacher.ts'
import { judgeFiles } from './judge-files.ts'
import { judgePlayers, type PlayerFigures } from './judge-players.ts'
import { madeLessons, partSettings } from './made-lessons.ts'
import { allRules } from './rules.ts'

export const about = {
  name: 'hls',
  proves:
    'every kind of ladder keeps the rules of RFC 8216, and ffprobe, hls.js and video.js play it to its end over forced changes of the rendition',
  takes: 'about 8 minutes; an argument picks the lessons that have it in their name',
}

const LIMIT_MS = 300_000
const root = resolve(import.meta.dirname, '../../..')

export async function run({ args }: { readonly args: readonly string[] }): Promise<Record<string, number>> {
  const lessons = madeLessons.filter(({ name }) => name.includes(args[0] ?? ''))
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-hls-'))
  let stage: ProductStage | undefined
  let browser: Browser | undefined
  try {
    stage = await openProductStage(partSettings)
    const { product } = stage
    const ffmpeg = product.env['FFMPEG_PATH'] ?? 'ffmpeg'
    const teacher = await signInTeacher(product.url, product.env['DATABASE_URL'] ?? '')
    browser = await openBrowser(folder)
    let [rulesWrong, ffprobeWrong, playersWrong] = [0, 0, 0]
    const players: PlayerFigures[] = []
    for (const lesson of lessons) {
      console.log(`\n${lesson.name}`)
      const file = await lesson.make(ffmpeg, folder)
      const media = await madeReady(teacher, file)
      if (!media) {
        console.log('  NOT  made ready')
        playersWrong += 1
        continue
      }
      const files = await judgeFiles(product, teacher, media, lesson)
      rulesWrong += files.rulesWrong
      ffprobeWrong += files.ffprobeWrong
      const flashes = await flashTimes(ffmpeg, { input: file, map: '0:v:0' })
      const played = await judgePlayers(browser, product.url, teacher.cookie, media, lesson, flashes)
      playersWrong += played.wrong
      players.push(played)
    }
    const of = (name: 'hls.js' | 'video.js') => {
      const all = players.flatMap((each) => each.byPlayer[name] ?? [])
      const sum = (key: 'stalls' | 'dropped' | 'frames') => all.reduce((total, each) => total + each[key], 0)
      return {
        stalls: sum('stalls'),
        percent: Number(((sum('dropped') * 100) / (sum('frames') || 1)).toFixed(2)),
      }
    }
    return {
      ladders: lessons.length,
      rulesChecked: allRules.length,
      rulesWrong,
      ffprobeWrong,
      hlsJsStalls: of('hls.js').stalls,
      hlsJsDroppedPercent: of('hls.js').percent,
      videoJsStalls: of('video.js').stalls,
      videoJsDroppedPercent: of('video.js').percent,
      playersWrong,
    }
  } finally {
    await browser?.close()
    await stage?.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function openBrowser(dataDir: string): Promise<Browser> {
  const found = await findChromium({
    root,
    dataDir,
    cacheDir: join(root, '.cache'),
    env: process.env,
    durable: false,
    say: console.log,
  })
  const forPlaying = ['--mute-audio', '--autoplay-policy=no-user-gesture-required']
  return await chromium.launch({ executablePath: found.executablePath, args: [...found.args, ...forPlaying] })
}

async function madeReady(teacher: Teacher, file: string) {
  const clipId = await teacher.newClip('A made lesson')
  const refused = await teacher.send(clipId, file)
  if (refused) throw new Error(`the made lesson was refused: ${refused.code}`)
  const clip = await teacher.untilComplete(clipId, LIMIT_MS)
  if (clip?.state !== 'ready')
    console.log(`  ${clip?.state ?? 'not ended'} ${clip?.failReason ?? clip?.rejectReason ?? ''}`)
  return clip?.state === 'ready' ? (clip.media ?? undefined) : undefined
}

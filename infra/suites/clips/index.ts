import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { openProductStage, type ProductStage } from '../stage/product-stage.ts'
import { type SeenClip, signInTeacher, type Teacher } from '../stage/teacher.ts'
import { differences } from './hold-against.ts'
import { look } from './look.ts'

export const about = {
  name: 'clips',
  proves:
    'every file of a folder ends as a clip to watch, whole and upright and with its sound, or as a refusal that says why',
  takes: 'about 5 minutes for ../shared/clips; an argument names another folder',
}

const root = resolve(import.meta.dirname, '../../..')
const LIMIT_MS = 300_000
/** Long enough for whatever killed the worker to show. */
const ended = ['ready', 'rejected', 'failed']

type Outcome = 'accepted' | 'refused' | 'hung' | 'crashed' | 'wrong'
type Line = { readonly file: string; readonly outcome: Outcome; readonly words: string }

export async function run({ args }: { readonly args: readonly string[] }): Promise<Record<string, number>> {
  const folder = resolve(process.env['INIT_CWD'] ?? root, args[0] ?? join(root, '../shared/clips'))
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`)
  const files = (await readdir(folder)).filter((name) => !/\.(md|sh|txt)$/.test(name)).sort()
  const sentences = JSON.parse(await readFile(join(root, 'web/src/catalogs/en/clips.json'), 'utf8')) as {
    rejected?: Record<string, { title: string; next: string }>
  }
  const stage = await openProductStage()
  try {
    const teacher = await signInTeacher(stage.product.url, stage.product.env['DATABASE_URL'] ?? '')
    const lines: Line[] = []
    for (const file of files) {
      const line = await tryFile(stage, teacher, join(folder, file), sentences.rejected ?? {})
      lines.push({ ...line, file })
      console.log(`${line.outcome.padEnd(9)} ${file.padEnd(56)} ${line.words}`)
    }
    const count = (outcome: Outcome) => lines.filter((line) => line.outcome === outcome).length
    return {
      files: files.length,
      accepted: count('accepted'),
      refused: count('refused'),
      hung: count('hung'),
      crashed: count('crashed'),
      wrong: count('wrong'),
    }
  } finally {
    await stage.close()
  }
}

async function tryFile(
  stage: ProductStage,
  teacher: Teacher,
  path: string,
  sentences: Record<string, { title: string; next: string }>,
): Promise<Omit<Line, 'file'>> {
  const falls = () => stage.said.filter((line) => line.includes('ended by itself')).length
  const before = falls()
  const clipId = await teacher.newClip('A file of the suite')
  const notTaken = await teacher.send(clipId, path)
  if (notTaken) {
    const { code, title, detail = '' } = notTaken
    return { outcome: 'refused', words: `${code}: ${title} ${detail}` }
  }
  const clip = await teacher.waitFor(clipId, ended, LIMIT_MS)
  if (falls() > before) return { outcome: 'crashed', words: 'a process ended' }
  if (!clip) return { outcome: 'hung', words: `still at work after ${LIMIT_MS / 1_000} s` }
  if (clip.state === 'failed') return { outcome: 'wrong', words: `failed: ${clip.failReason}` }
  if (clip.state === 'rejected') {
    const sentence = sentences[clip.rejectReason ?? '']
    return sentence
      ? { outcome: 'refused', words: `${clip.rejectReason}: ${sentence.title} ${sentence.next}` }
      : { outcome: 'wrong', words: `${clip.rejectReason} has no sentence` }
  }
  return await watch(stage, teacher, clip, path)
}

/** Plays it as a player would, over HTTP with her session, and holds it against the file that was sent. */
async function watch(
  stage: ProductStage,
  teacher: Teacher,
  clip: SeenClip,
  path: string,
): Promise<Omit<Line, 'file'>> {
  const ffmpeg = stage.product.env['FFMPEG_PATH'] ?? 'ffmpeg'
  const { media } = clip
  if (!media) return { outcome: 'wrong', words: 'ready without anything to watch' }
  const faults = await missingFiles(teacher, media.playlistUrl, media.posterUrl)
  const sent = await look(ffmpeg, { file: path })
  const played = await look(ffmpeg, {
    file: new URL(media.playlistUrl, stage.product.url).href,
    inputArgs: ['-headers', `Cookie: ${teacher.cookie}\r\n`],
  })
  faults.push(...differences(sent, played))
  if (Math.abs(media.durationMs / 1_000 - Math.max(sent.pictureSeconds, sent.soundSeconds)) > 0.5)
    faults.push(`is said to last ${media.durationMs} ms`)
  const rungs = media.renditions.map(({ name }) => name).join(' ')
  return faults.length > 0
    ? { outcome: 'wrong', words: faults.join('; ') }
    : {
        outcome: 'accepted',
        words: `${(media.durationMs / 1_000).toFixed(2)} s, ${media.width}x${media.height} (${rungs})${media.hasAudio ? '' : ', silent'}`,
      }
}

/** Everything that a playlist names, down to the last segment, has to be there. */
async function missingFiles(teacher: Teacher, playlistUrl: string, posterUrl: string): Promise<string[]> {
  const faults: string[] = []
  const waiting = [playlistUrl, posterUrl]
  const seen = new Set<string>()
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    if (seen.has(url)) continue
    seen.add(url)
    const answer = await teacher.get(url)
    const body = Buffer.from(await answer.arrayBuffer())
    const name = url.split('/').at(-1) ?? url
    if (answer.status !== 200 || body.length === 0) faults.push(`${name} is answered with ${answer.status}`)
    else if (name.endsWith('.m3u8'))
      waiting.push(...namedIn(body.toString()).map((file) => url.replace(/[^/]+$/, file)))
  }
  return faults
}

function namedIn(playlist: string): string[] {
  const lines = playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return [...lines, ...[...playlist.matchAll(/URI="([^"]+)"/g)].map((match) => match[1] ?? '')]
}

import { readdir, readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { ProductStage } from '../stage/product-stage.ts'
import type { SeenClip, Teacher } from '../stage/teacher.ts'
import { expected } from './expected.ts'
import { compareColours, hdrFiles } from './hdr-pictures.ts'
import { DURATION_TOLERANCE_SECONDS, differences } from './hold-against.ts'
import { look } from './look.ts'
import { missingFiles } from './missing-files.ts'
import { uprightness } from './turned-pictures.ts'

const root = resolve(import.meta.dirname, '../../..')
const LIMIT_MS = 300_000

type Outcome = 'accepted' | 'refused' | 'hung' | 'crashed' | 'wrong'
type Line = {
  readonly outcome: Outcome
  readonly words: string
  /** Undefined where the picture cannot say. */
  readonly upright?: boolean | undefined
}
type Sentences = Readonly<Record<string, { readonly title: string; readonly next: string }>>

/** Sends every file of a folder as a teacher would and holds what becomes of it against the file. */
export async function tryFiles(
  stage: ProductStage,
  teacher: Teacher,
  folder: string,
): Promise<Record<string, number>> {
  const files = (await readdir(folder)).filter((name) => !/\.(md|sh|txt)$/.test(name)).sort()
  const sentences = JSON.parse(await readFile(join(root, 'web/src/catalogs/en/clips.json'), 'utf8')) as {
    rejected?: Sentences
  }
  const lines: Line[] = []
  for (const file of files) {
    const line = asExpected(file, await tryFile(stage, teacher, join(folder, file), sentences.rejected ?? {}))
    lines.push(line)
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
    uprightSeen: lines.filter(({ upright }) => upright !== undefined).length,
    uprightWrong: lines.filter(({ upright }) => upright === false).length,
  }
}

/** A refusal has to be the one that is written down for this file. */
function asExpected(file: string, line: Line): Line {
  const wanted = expected[file]
  if (wanted === undefined || (line.outcome !== 'accepted' && line.outcome !== 'refused')) return line
  const [reason] = line.words.split(':')
  if (wanted === 'watchable' ? line.outcome === 'accepted' : reason === wanted) return line
  return { ...line, outcome: 'wrong', words: `has to be ${wanted}, but: ${line.words}` }
}

async function tryFile(
  stage: ProductStage,
  teacher: Teacher,
  path: string,
  sentences: Sentences,
): Promise<Line> {
  const falls = () => stage.said.filter((line) => line.includes('ended by itself')).length
  const before = falls()
  const clipId = await teacher.newClip('A file of the suite')
  const notTaken = await teacher.send(clipId, path)
  if (notTaken) {
    const { code, title, detail = '' } = notTaken
    return { outcome: 'refused', words: `${code}: ${title} ${detail}` }
  }
  const clip = await teacher.untilComplete(clipId, LIMIT_MS)
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
async function watch(stage: ProductStage, teacher: Teacher, clip: SeenClip, path: string): Promise<Line> {
  const ffmpeg = stage.product.env['FFMPEG_PATH'] ?? 'ffmpeg'
  const { media } = clip
  if (!media) return { outcome: 'wrong', words: 'ready without anything to watch' }
  const faults = await missingFiles(teacher, media.playlistUrl, media.posterUrl)
  const source = {
    file: new URL(media.playlistUrl, stage.product.url).href,
    inputArgs: ['-headers', `Cookie: ${teacher.cookie}\r\n`],
    // The largest: a playlist begins with the smallest.
    pictures: Math.max(0, media.renditions.length - 1),
    // The one that nothing was done to: the other is louder on purpose.
    sound: Math.max(0, media.sounds.indexOf('original')),
  }
  const sent = await look(ffmpeg, { file: path })
  const played = await look(ffmpeg, source)
  faults.push(...differences(sent, played))
  const seconds = Math.max(sent.pictureSeconds, sent.soundSeconds)
  if (Math.abs(media.durationMs / 1_000 - seconds) > DURATION_TOLERANCE_SECONDS)
    faults.push(`is said to last ${media.durationMs} ms instead of ${Math.round(seconds * 1_000)}`)
  const lying = uprightness(sent.picture, played.picture)
  if (lying.known && !lying.upright) faults.push(`does not lie as it was sent: ${lying.words}`)
  const notes: string[] = [media.damaged ? 'damaged' : '', media.hasAudio ? media.sounds.join('+') : 'silent']
  notes.push(lying.known ? `upright ${lying.words}` : 'no way to see how it lies')
  if (hdrFiles.includes(basename(path))) {
    const folder = join(root, 'test-results/hdr')
    const colours = await compareColours(ffmpeg, basename(path), { file: path }, source, seconds / 2, folder)
    faults.push(...colours.faults)
    notes.push(colours.words)
  }
  const upright = lying.known ? lying.upright : undefined
  const rungs = media.renditions.map(({ name }) => name).join(' ')
  const shape = `${(media.durationMs / 1_000).toFixed(2)} s, ${media.width}x${media.height} (${rungs})`
  return faults.length > 0
    ? { outcome: 'wrong', words: faults.join('; '), upright }
    : { outcome: 'accepted', words: [shape, ...notes.filter((note) => note !== '')].join(', '), upright }
}

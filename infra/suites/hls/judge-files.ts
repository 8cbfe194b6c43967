import type { Product } from '@cuepoint/infra/local'
import type { SeenClip, Teacher } from '../stage/teacher.ts'
import { fetchLadder } from './fetch-ladder.ts'
import { ffprobeFaults } from './ffprobe-reading.ts'
import { type Ladder, pictureTracks } from './ladder.ts'
import { isAligned } from './ladder-rules.ts'
import type { MadeLesson } from './made-lessons.ts'
import { brokenRules } from './rules.ts'

type Media = NonNullable<SeenClip['media']>

/** Every file that the playlist names, held against the rules, and read once more by ffprobe. */
export async function judgeFiles(
  product: Product,
  teacher: Teacher,
  media: Media,
  lesson: MadeLesson,
): Promise<{ rulesWrong: number; ffprobeWrong: number }> {
  const ladder = await fetchLadder(teacher, media.playlistUrl, lesson.seconds)
  const addressOf = (uri: string) => media.playlistUrl.replace(/[^/]*$/, uri)
  console.log(`  ${inOneLine(ladder)}`)
  const broken = brokenRules(ladder)
  for (const { rule, faults } of broken) {
    console.log(`  NOT  ${rule.section}: ${rule.says}`)
    for (const fault of faults.slice(0, 6)) console.log(`         ${fault}`)
    if (faults.length > 6) console.log(`         and ${faults.length - 6} more`)
  }
  const read = await ffprobeFaults(
    product.env['FFPROBE_PATH'] ?? 'ffprobe',
    ladder,
    (uri) => new URL(addressOf(uri), product.url).href,
    teacher.cookie,
  )
  for (const fault of read) console.log(`  NOT  ffprobe: ${fault}`)
  return { rulesWrong: broken.length, ffprobeWrong: read.length }
}

function inOneLine(ladder: Ladder): string {
  const rungs = pictureTracks(ladder).map(
    ({ init, segments }) => `${init?.width}x${init?.height} in ${segments.length}`,
  )
  const sounds = ladder.renditions.map(({ attributes }) => attributes.text('NAME'))
  return `${rungs.join(', ')}; ${sounds.join(' and ') || 'silent'}; ${isAligned(ladder) ? 'all segments aligned' : 'the top with segments of its own'}`
}

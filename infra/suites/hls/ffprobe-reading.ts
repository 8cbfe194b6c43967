import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Ladder, pictureTracks, tracksOf } from './ladder.ts'

const run = promisify(execFile)
const LIMIT_MS = 120_000

/** Reads every playlist to its end with ffprobe, decoding all; what it complains of, and what it does not find. */
export async function ffprobeFaults(
  ffprobe: string,
  ladder: Ladder,
  addressOf: (uri: string) => string,
  cookie: string,
): Promise<readonly string[]> {
  const faults: string[] = []
  const pictures = new Set(pictureTracks(ladder))
  for (const track of tracksOf(ladder)) {
    const samples = track.segments.flatMap(({ fragments }) =>
      fragments.flatMap((each) => each.samples),
    ).length
    const read = await countFrames(ffprobe, addressOf(track.uri), cookie)
    if (read.complaints !== '') faults.push(`${track.uri}: ${read.complaints}`)
    // A sound's decoder may keep its first frame, which only fills it.
    const missing = pictures.has(track) ? 0 : 2
    if (read.frames < samples - missing || read.frames > samples)
      faults.push(`${track.uri}: ${read.frames} frames of ${samples}`)
  }
  return faults
}

async function countFrames(ffprobe: string, address: string, cookie: string) {
  const args = ['-v', 'error', '-headers', `Cookie: ${cookie}\r\n`, '-count_frames']
  const entries = ['-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0', '-i', address]
  const { stdout, stderr } = await run(ffprobe, [...args, ...entries], { timeout: LIMIT_MS }).catch(
    (error: unknown) => ({ stdout: '', stderr: String((error as { stderr?: string }).stderr ?? error) }),
  )
  return { frames: Number(/\d+/.exec(stdout)?.[0] ?? 0), complaints: stderr.trim().split('\n')[0] ?? '' }
}

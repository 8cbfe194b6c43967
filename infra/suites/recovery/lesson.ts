import { execFile } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Some seconds of moving picture with sound: long enough to be killed in, short enough for twenty. */
export async function makeLesson(ffmpeg: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'cuepoint-lesson-')), 'lesson.mp4')
  await run(ffmpeg, [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    'testsrc2=size=1280x720:rate=30:duration=8',
    '-f',
    'lavfi',
    '-i',
    'sine=frequency=300:duration=8',
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
    path,
  ])
  return path
}

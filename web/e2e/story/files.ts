import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { storyGround } from '@cuepoint/testing/story'

const run = promisify(execFile)
const repository = join(import.meta.dirname, '../../..')

/** Sixty seconds in which something happens, with a voice-like sound; made once a run. */
export async function aLesson(folder: string): Promise<string> {
  const file = join(folder, 'lesson.mp4')
  if (existsSync(file)) return file
  const picture =
    "color=c=0x7a9b8c:s=1280x720:r=30:d=60,drawbox=x='200+400*abs(sin(t/4))':y=180:w=120:h=120:c=0xe8c9a0:t=fill," +
    "drawbox=x=820:y='150+200*abs(cos(t/3))':w=160:h=220:c=0x3f5a68:t=fill"
  const sound = "aevalsrc='0.2*sin(2*PI*(180+40*sin(2*PI*0.7*t))*t)*(0.5+0.5*sin(2*PI*2.3*t))':d=60:s=44100"
  const quiet = ['-hide_banner', '-loglevel', 'error', '-y']
  const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound]
  const codecs = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-shortest']
  await run(storyGround().ffmpegPath, [...quiet, ...inputs, ...codecs, file])
  return file
}

/** Four seconds of a lesson, in a folder that goes with whoever asked for it. */
export async function shortLesson(seconds = 4): Promise<{ file: string; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'lesson-'))
  const file = join(folder, 'lesson.mp4')
  const picture = `testsrc2=size=640x360:rate=25:duration=${seconds}`
  const sound = `sine=frequency=330:duration=${seconds}`
  const quiet = ['-hide_banner', '-loglevel', 'error', '-y']
  const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound]
  const codecs = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-c:a', 'aac']
  await run(storyGround().ffmpegPath, [...quiet, ...inputs, ...codecs, file])
  return { file, folder }
}

/** A real clip, 139 s at 10 frames a second without sound; undefined where the clips are not beside the repository. */
export function walkingPeople(): string | undefined {
  const file = join(repository, '../shared/clips/people-walking.mp4')
  if (existsSync(file)) return file
  if (process.env['CI']) throw new Error(`the real clips are not there: ${file}`)
  return undefined
}

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drawLesson, emptyRoom } from './classroom.ts'
import { LESSON_SECONDS } from './script.ts'
import { lessonSound, SAMPLES_PER_SECOND } from './voice.ts'

const WIDTH = 854
const HEIGHT = 480
const FRAMES_PER_SECOND = 15

/** The path of the demo lesson, drawn and sounded by this program alone; made once and kept in the cache. */
export async function makeLesson(cacheDir: string, ffmpegPath: string): Promise<string> {
  const folder = join(cacheDir, 'demo')
  const file = join(folder, `lesson-${await scriptHash()}.mp4`)
  if (existsSync(file)) return file
  await mkdir(folder, { recursive: true })
  const sound = `${file}.${process.pid}.pcm`
  const making = `${file}.${process.pid}.mp4`
  await writeFile(sound, lessonSound())
  try {
    await encode(ffmpegPath, sound, making)
    await rename(making, file)
  } finally {
    await Promise.all([sound, making].map(async (path) => await rm(path, { force: true })))
  }
  return file
}

async function encode(ffmpegPath: string, sound: string, making: string): Promise<void> {
  const picture = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-s',
    `${WIDTH}x${HEIGHT}`,
    '-r',
    String(FRAMES_PER_SECOND),
    '-i',
    '-',
  ]
  const voice = ['-f', 's16le', '-ar', String(SAMPLES_PER_SECOND), '-ac', '1', '-i', sound]
  const codecs = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-crf',
    '22',
    '-g',
    '30',
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
    '-b:a',
    '96k',
  ]
  const ffmpeg = spawn(
    ffmpegPath,
    [
      '-hide_banner',
      '-loglevel',
      'error',
      '-y',
      ...picture,
      ...voice,
      ...codecs,
      '-movflags',
      '+faststart',
      making,
    ],
    {
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  )
  let words = ''
  ffmpeg.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text
  })
  // When it dies early the exit code tells; the broken pipe adds nothing.
  ffmpeg.stdin.on('error', () => undefined)
  const ended = once(ffmpeg, 'close')
  const room = emptyRoom(WIDTH, HEIGHT)
  for (let frame = 0; frame < LESSON_SECONDS * FRAMES_PER_SECOND && ffmpeg.exitCode === null; frame += 1) {
    const { pixels } = drawLesson(room, frame / FRAMES_PER_SECOND)
    if (!ffmpeg.stdin.write(pixels)) await Promise.race([once(ffmpeg.stdin, 'drain'), ended])
  }
  ffmpeg.stdin.end()
  const [code] = await ended
  if (code !== 0) throw new Error(`the demo lesson could not be made: ${words}`)
}

async function scriptHash(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of ['canvas.ts', 'script.ts', 'voice.ts', 'classroom.ts', 'make-lesson.ts'])
    hash.update(await readFile(join(import.meta.dirname, name)))
  return hash.digest('hex').slice(0, 10)
}

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from '../../local/run-command.ts'
import type { Scene } from './hostile-file.ts'

/** Lays out what the files refer to, in `dir`, and a good clip to bend. */
export async function layScene(dir: string, ffmpeg: string, canaryUrl: string): Promise<Scene> {
  const secrets = join(dir, 'secrets')
  await mkdir(secrets, { recursive: true })
  const canaryText = join(secrets, 'passwords.txt')
  await writeFile(canaryText, 'root:x:0:0:do not read:/root:/bin/sh\n'.repeat(20))

  const film = async (args: readonly string[], name: string): Promise<Buffer> => {
    const path = join(dir, name)
    const { code, output } = await runCommand(dir, ffmpeg, [
      '-hide_banner',
      '-nostdin',
      '-loglevel',
      'error',
      '-y',
      ...args,
      `file:${path}`,
    ])
    if (code !== 0) throw new Error(`the suite could not make ${name}: ${output}`)
    return await readFile(path)
  }
  const lesson = (colour: string) => [
    '-f',
    'lavfi',
    '-i',
    colour,
    '-f',
    'lavfi',
    '-i',
    'sine=d=2:f=440',
    '-shortest',
    '-c:a',
    'aac',
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    '-g',
    '25',
    '-bf',
    '0',
  ]
  const canaryVideo = join(secrets, 'of-another-teacher.ts')
  await writeFile(canaryVideo, await film(lesson('color=red:s=320x180:r=25:d=2'), 'canary.ts'))
  const good = await film(lesson('testsrc2=s=320x180:r=25:d=2'), 'good.mp4')
  return { dir, canaryText, canaryVideo, canaryUrl, good, film }
}

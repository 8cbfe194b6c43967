import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What a decoder sees and hears, found by decoding and not by asking the file. */
export type Looked = {
  readonly pictureSeconds: number
  readonly soundSeconds: number
  /** Mean volume in dB; undefined where there is no sound. */
  readonly volume: number | undefined
  readonly upright: 'wide' | 'tall' | undefined
  /** A picture from the middle, 24 x 24 greys, as a player would turn it. */
  readonly picture: Buffer | undefined
}

export type Source = {
  readonly file: string
  readonly inputArgs?: readonly string[]
  /** Which of its sounds; the first where nothing is said. */
  readonly sound?: number
  /** Which of its pictures; the first where nothing is said. */
  readonly pictures?: number
}

const SIDE = 24
const LIMIT_MS = 120_000

export async function look(ffmpeg: string, source: Source): Promise<Looked> {
  const picture = await decodedSeconds(ffmpeg, source, picturesOf(source))
  const sound = await soundOf(ffmpeg, source)
  return {
    pictureSeconds: picture.seconds,
    soundSeconds: sound.seconds,
    volume: sound.volume,
    upright: picture.upright,
    picture: await middlePicture(ffmpeg, source, picture.seconds / 2),
  }
}

export const picturesOf = ({ pictures = 0 }: Source): string => `0:v:${pictures}`

const start = ({ inputArgs = [], file }: Source): string[] => [
  '-hide_banner',
  '-nostdin',
  ...inputArgs,
  '-i',
  file,
]

async function decodedSeconds(ffmpeg: string, source: Source, map: string) {
  const { stdout, stderr } = await quiet(ffmpeg, [
    ...start(source),
    '-map',
    map,
    '-vf',
    'scale=iw*sar:ih,setsar=1,showinfo=checksum=0',
    '-f',
    'null',
    '-progress',
    'pipe:1',
    '-',
  ])
  const [, width = 0, height = 0] = (/showinfo[^\n]* s:(\d+)x(\d+)/.exec(stderr) ?? []).map(Number)
  const upright = width === 0 ? undefined : width >= height ? ('wide' as const) : ('tall' as const)
  return { seconds: lastSeconds(stdout), upright }
}

async function soundOf(ffmpeg: string, source: Source) {
  const { stdout, stderr } = await quiet(ffmpeg, [
    ...start(source),
    '-map',
    `0:a:${source.sound ?? 0}`,
    '-af',
    'volumedetect',
    '-f',
    'null',
    '-progress',
    'pipe:1',
    '-',
  ])
  const mean = /mean_volume: (-?[\d.]+|-inf) dB/.exec(stderr)?.[1]
  return {
    seconds: lastSeconds(stdout),
    volume: mean === undefined ? undefined : Number(mean.replace('inf', 'Infinity')),
  }
}

async function middlePicture(ffmpeg: string, source: Source, atSeconds: number): Promise<Buffer | undefined> {
  const args = [
    ...start(source),
    '-map',
    picturesOf(source),
    '-ss',
    atSeconds.toFixed(2),
    '-frames:v',
    '1',
    '-vf',
    `scale=${SIDE}:${SIDE}:flags=area,format=gray`,
    '-f',
    'rawvideo',
    '-',
  ]
  const { stdout } = await run(ffmpeg, args, {
    encoding: 'buffer',
    timeout: LIMIT_MS,
    maxBuffer: 50_000_000,
  }).catch(() => ({
    stdout: Buffer.alloc(0),
  }))
  return stdout.length === SIDE * SIDE ? stdout : undefined
}

/** A file that cannot be decoded is seen as nothing, which is an answer too. */
async function quiet(ffmpeg: string, args: string[]): Promise<{ stdout: string; stderr: string }> {
  try {
    return await run(ffmpeg, args, { timeout: LIMIT_MS, maxBuffer: 200_000_000 })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    return { stdout, stderr }
  }
}

function lastSeconds(progress: string): number {
  const last = [...progress.matchAll(/out_time_us=(\d+)/g)].at(-1)?.[1]
  return last === undefined ? 0 : Number(last) / 1_000_000
}

/** 1 for the same picture, 0 for none in common; undefined where one of them shows nothing to compare. */
export function likeness(a: Buffer | undefined, b: Buffer | undefined): number | undefined {
  if (!a || !b) return undefined
  const mean = (picture: Buffer) => picture.reduce((sum, grey) => sum + grey, 0) / picture.length
  const [meanA, meanB] = [mean(a), mean(b)]
  let [both, onlyA, onlyB] = [0, 0, 0]
  for (const [i, grey] of a.entries()) {
    const [da, db] = [grey - meanA, (b[i] ?? 0) - meanB]
    both += da * db
    onlyA += da * da
    onlyB += db * db
  }
  // An even grey has no direction to compare.
  if (onlyA < a.length || onlyB < b.length) return undefined
  return both / Math.sqrt(onlyA * onlyB)
}

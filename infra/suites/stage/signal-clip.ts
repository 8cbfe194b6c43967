import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Irregular, so that nothing which is off by a whole period looks right. */
export const signalsAtSeconds = [1.3, 3.1, 4.7, 7.4, 8.6, 11.2, 13.9, 15.3, 18.1, 19.5, 22.6, 24.2] as const
const SIGNAL_SECONDS = 0.12

export type SignalClip = {
  readonly seconds: number
  readonly width: number
  readonly height: number
  readonly fps: number
  /** Codec and container settings of the pictures. */
  readonly picture: readonly string[]
  /** Undefined for a silent clip. */
  readonly sound?: readonly string[]
  /** Further filters, after the flash is in the pictures. */
  readonly filter?: string
  readonly soundFilter?: string
  /** Before the inputs: pictures, then sound. */
  readonly pictureInput?: readonly string[]
  readonly soundInput?: readonly string[]
  readonly output?: readonly string[]
}

export const aac = ['-c:a', 'aac', '-b:a', '128k'] as const

/** A moving picture that flashes white when its sound beeps at 1 kHz. */
export async function makeSignalClip(ffmpeg: string, file: string, clip: SignalClip): Promise<string> {
  const { seconds, width, height, fps, picture, sound, filter, soundFilter, output = [] } = clip
  const during = signalsAtSeconds
    .filter((at) => at + SIGNAL_SECONDS < seconds)
    .map((at) => `between(t,${at - 0.001},${at + SIGNAL_SECONDS - 0.001})`)
    .join('+')
  const pictures = [
    `testsrc2=size=${width}x${height}:rate=${fps}:duration=${seconds}`,
    // Dark between the flashes, and dark enough that no part of the pattern is taken for one.
    'lutyuv=y=16+(val-16)*0.4',
    `drawbox=color=white:t=fill:enable='${during}'`,
    ...(filter ? [filter] : []),
  ].join(',')
  const tone = `aevalsrc='0.004*(random(0)-0.5)+0.4*sin(2*PI*1000*t)*min(1,${during})':s=48000:d=${seconds}`
  const sounds = sound
    ? [
        ...(clip.soundInput ?? []),
        '-f',
        'lavfi',
        '-i',
        soundFilter === undefined ? tone : `${tone},${soundFilter}`,
      ]
    : []
  const args = [
    '-hide_banner',
    '-loglevel',
    'error',
    '-nostdin',
    '-y',
    ...(clip.pictureInput ?? []),
    '-f',
    'lavfi',
    '-i',
    pictures,
    ...sounds,
    ...picture,
    ...(sound ?? []),
    '-threads',
    '2',
    ...output,
    file,
  ]
  await run(ffmpeg, args, { maxBuffer: 50_000_000 })
  return file
}

/** Works on a file that is there: cuts, turns, packs it anew. */
export async function remake(
  ffmpeg: string,
  before: readonly string[],
  from: string,
  after: readonly string[],
  to: string,
): Promise<string> {
  await run(ffmpeg, [
    '-hide_banner',
    '-loglevel',
    'error',
    '-nostdin',
    '-y',
    ...before,
    '-i',
    from,
    ...after,
    to,
  ])
  return to
}

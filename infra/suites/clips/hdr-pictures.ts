import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { picturesOf, type Source } from './look.ts'

const run = promisify(execFile)
const LIMIT_MS = 120_000

/** Files with more light in them than a plain screen shows. */
export const hdrFiles = ['hdr10-video-with-sdr-container.mp4', 'hlg10-color-test.mp4', 'sample_edit_list.mp4']

/** Far from these, and it is another picture; within them a person has to look. */
const LUMA = [0.6, 1.6] as const
const SATURATION = [0.5, 2] as const

const HEIGHT = 540
const size = `scale=-2:${HEIGHT}`
/** A way that is known to look right, too slow for a ladder: linear light, a filmic curve, the colours of plain screens. */
const toneMapped = [
  size,
  'zscale=transfer=linear:npl=203',
  'format=gbrpf32le',
  'zscale=primaries=bt709',
  'tonemap=hable:desat=0',
  'zscale=transfer=bt709:matrix=bt709:range=tv',
  'format=yuv420p',
].join(',')

export type HdrOutcome = { readonly faults: readonly string[]; readonly words: string }

/** Three pictures side by side for a person: the file as if it were a plain one, by the slow way, and ours. */
export async function compareColours(
  ffmpeg: string,
  name: string,
  sent: Source,
  played: Source,
  atSeconds: number,
  folder: string,
): Promise<HdrOutcome> {
  await mkdir(folder, { recursive: true })
  const picture = join(folder, `${name}.png`)
  const input = ({ inputArgs = [], file }: Source) => [...inputArgs, '-i', file]
  // Decoded up to there: a jump into a clip of one segment finds nothing behind its keyframe.
  const from = `trim=start=${atSeconds.toFixed(2)},setpts=PTS-STARTPTS,`
  const plain = `[0:v:0]${from}${size},format=yuv420p,setsar=1[plain]`
  const right = `[1:v:0]${from}${toneMapped},setsar=1[right]`
  const ours = `[${picturesOf(played).replace('0', '2')}]${from}${size},setsar=1[ours]`
  await run(
    ffmpeg,
    [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'],
      ...[...input(sent), ...input(sent), ...input(played)],
      ...['-filter_complex', `${plain};${right};${ours};[plain][right][ours]hstack=3[all]`],
      ...['-map', '[all]', '-frames:v', '1', picture],
    ],
    { timeout: LIMIT_MS },
  )
  const reference = await lightAndColour(ffmpeg, input(sent), picturesOf(sent), `${from}${toneMapped}`)
  const own = await lightAndColour(ffmpeg, input(played), picturesOf(played), `${from}${size}`)
  const faults = [
    ...apart('luma', own.luma / reference.luma, LUMA),
    ...apart('saturation', own.saturation / reference.saturation, SATURATION),
  ]
  const words = `luma ${own.luma.toFixed(0)} (${reference.luma.toFixed(0)}), saturation ${own.saturation.toFixed(0)} (${reference.saturation.toFixed(0)}), beside the slow way; look at ${picture}`
  return { faults, words }
}

function apart(what: string, ratio: number, [least, most]: readonly [number, number]): string[] {
  return ratio >= least && ratio <= most ? [] : [`${what} is ${ratio.toFixed(2)} of what the slow way gives`]
}

async function lightAndColour(ffmpeg: string, input: readonly string[], map: string, filter: string) {
  const print = 'signalstats,metadata=mode=print:file=-'
  const args = ['-hide_banner', '-loglevel', 'error', '-nostdin', ...input]
  const { stdout } = await run(
    ffmpeg,
    [...args, '-map', map, '-frames:v', '1', '-vf', `${filter},${print}`, '-f', 'null', '-'],
    { timeout: LIMIT_MS },
  )
  const value = (key: string) => Number(new RegExp(`signalstats\\.${key}=([\\d.]+)`).exec(stdout)?.[1])
  // Black is 16: what lies above it is light.
  return { luma: Math.max(1, value('YAVG') - 16), saturation: Math.max(1, value('SATAVG')) }
}

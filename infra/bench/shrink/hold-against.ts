import { basename, join } from 'node:path'
import { beepTimes, flashTimes } from '../../suites/stage/signal-times.ts'
import { probeInput } from '../media/probe-input.ts'
import { type MediaTools, runTool } from '../media/tools.ts'
import type { Trim } from './send-smaller.ts'

export type ShrinkFaultSeen = { readonly kind: 'duration' | 'upright' | 'step'; readonly words: string }

const DURATION_SECONDS = 0.1
/** Later or earlier than this, lips and voice come apart. */
const IN_STEP_SECONDS = 0.04
/** So many of the lesson's flashes lie in what is kept of it. */
const FLASHES_AT_LEAST = 8

/** Holds what has arrived against the file that was picked, and keeps a picture of both. */
export async function holdAgainst(
  tools: MediaTools,
  given: {
    readonly file: string
    readonly after: string
    readonly trim: Trim | undefined
    readonly flashes: boolean
    readonly pictures: string
  },
): Promise<readonly ShrinkFaultSeen[]> {
  const { file, after, trim, flashes, pictures } = given
  const faults: ShrinkFaultSeen[] = []
  const [was, is] = await Promise.all([probeInput(tools, file), probeInput(tools, after)])
  const { fromSeconds, toSeconds } = trim ?? { fromSeconds: 0, toSeconds: was.seconds }
  const wanted = toSeconds - fromSeconds
  if (Math.abs(is.seconds - wanted) > DURATION_SECONDS)
    faults.push({ kind: 'duration', words: `${is.seconds.toFixed(3)} s instead of ${wanted.toFixed(3)} s` })
  if (is.width > is.height !== was.width > was.height)
    faults.push({ kind: 'upright', words: `${was.width}x${was.height} became ${is.width}x${is.height}` })
  if (flashes) {
    const [shown, heard] = await Promise.all([
      flashTimes(tools.ffmpegPath, { input: after, map: '0:v:0' }),
      beepTimes(tools.ffmpegPath, { input: after, map: '0:a:0' }),
    ])
    const apart = shown.map((at) => Math.min(...heard.map((beep) => Math.abs(beep - at))))
    const worst = Math.max(...apart)
    console.log(
      `    ${shown.length} flashes, ${heard.length} beeps, ${(worst * 1_000).toFixed(0)} ms apart at most`,
    )
    if (shown.length < FLASHES_AT_LEAST || !(worst <= IN_STEP_SECONDS))
      faults.push({ kind: 'step', words: `${shown.length} flashes, ${(worst * 1_000).toFixed(0)} ms apart` })
  }
  const name = basename(file).replace(/\.\w+$/, '')
  for (const [which, input, at] of [
    ['before', file, fromSeconds + wanted / 2],
    ['after', after, wanted / 2],
  ] as const)
    await runTool(tools.ffmpegPath, [
      ...['-v', 'error', '-nostdin', '-y', '-ss', at.toFixed(3), '-i', input, '-frames:v', '1'],
      ...['-vf', 'scale=640:-2', join(pictures, `${name}-${which}.jpg`)],
    ])
  return faults
}

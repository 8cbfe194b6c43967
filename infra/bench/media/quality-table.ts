import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Input } from './inputs.ts'
import { cascade, encoded, opening } from './reference-ladder.ts'
import { type CountingGround, runReference } from './reference-run.ts'
import { type ReferenceRung, rungsOf, shortSide } from './rungs.ts'
import { similarityOf } from './similarity.ts'

/** What was tried for a size: those above and below what was chosen, by preset and by CRF. */
const tried: Readonly<Record<number, readonly (readonly [preset: string, crf: number])[]>> = {
  720: [
    ['superfast', 21],
    ['superfast', 23],
    ['veryfast', 19],
    ['veryfast', 20],
    ['veryfast', 21],
    ['veryfast', 22],
    ['veryfast', 23],
    ['veryfast', 25],
    ['faster', 20],
    ['faster', 22],
    ['faster', 24],
    ['medium', 23],
  ],
  240: [
    ['veryfast', 24],
    ['veryfast', 26],
    ['faster', 24],
    ['faster', 26],
    ['faster', 28],
    ['medium', 26],
    ['slow', 26],
  ],
}

/**
 * Prints likeness and bits against the processor's time for each of them; what decoding and scaling take is measured
 * and taken off. Resolves to one figure for each: CPU seconds for a second of the clip.
 */
export async function qualityTable(
  ground: CountingGround,
  input: Input,
  threads: number,
  say: (line: string) => void,
): Promise<Readonly<Record<string, number>>> {
  const figures: Record<string, number> = {}
  say('lines  preset      CRF  CPU s/s    kbit/s   SSIM     VMAF')
  for (const [side, settings] of Object.entries(tried)) {
    const rung = rungsOf(input).find((candidate) => shortSide(candidate) === Number(side))
    if (rung === undefined) throw new Error(`the clip has no ${side} lines`)
    const bare = await runReference(ground, () => [
      [
        ...opening(threads, input.file),
        '-filter_complex',
        cascade([rung]),
        '-map',
        '[v0]',
        '-f',
        'null',
        '-',
      ],
    ])
    for (const [preset, crf] of settings) {
      const seen = await encodeOnce(ground, input, { ...rung, preset, crf }, threads)
      const cpu = (seen.cpuSeconds - bare.cpuSeconds) / input.seconds
      say(
        [
          side.padEnd(6),
          preset.padEnd(11),
          String(crf).padEnd(4),
          cpu.toFixed(3).padEnd(10),
          seen.kbit.toFixed(0).padEnd(8),
          seen.ssim.toFixed(4).padEnd(8),
          seen.vmaf?.toFixed(1) ?? 'none here',
        ].join(' '),
      )
      figures[`cpu_${side}_${preset}_${crf}`] = Number(cpu.toFixed(4))
      figures[`kbit_${side}_${preset}_${crf}`] = Math.round(seen.kbit)
      figures[`ssim_${side}_${preset}_${crf}`] = Number(seen.ssim.toFixed(5))
      if (seen.vmaf !== undefined) figures[`vmaf_${side}_${preset}_${crf}`] = Number(seen.vmaf.toFixed(2))
    }
  }
  return figures
}

async function encodeOnce(ground: CountingGround, input: Input, rung: ReferenceRung, threads: number) {
  return await ground.inFolder(async (dir) => {
    const file = join(dir, 'tried.mp4')
    const { cpuSeconds } = await runReference(ground, () => [
      [
        ...opening(threads, input.file),
        '-filter_complex',
        cascade([rung]),
        ...encoded(rung, 0, threads),
        file,
      ],
    ])
    const { size } = await stat(file)
    const likeness = await similarityOf(ground.tools, { ...rung, args: ['-i', file] }, input.file)
    return { cpuSeconds, kbit: (size * 8) / 1_000 / input.seconds, ...likeness }
  })
}

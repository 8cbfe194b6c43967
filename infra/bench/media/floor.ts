import type { Input } from './inputs.ts'
import { rounded } from './medians.ts'
import { cascade, encoded, opening, plainLadder } from './reference-ladder.ts'
import { type CountingGround, runReference } from './reference-run.ts'
import { type ReferenceRung, rungsOf, shortSide } from './rungs.ts'

/**
 * What no way of doing it can go below with these settings: decoding once, scaling from size to size, and encoding
 * each rendition, each measured by itself. The plain ladder is held against their sum.
 */
export async function floorFigures(
  ground: CountingGround,
  input: Input,
  threads: number,
): Promise<Readonly<Record<string, number>>> {
  const rungs = rungsOf(input)
  const cpu = async (...args: readonly string[]): Promise<number> => {
    const { cpuSeconds } = await runReference(ground, (dir) => [
      [...opening(threads, input.file), ...args.map((word) => word.replace('DIR', dir))],
    ])
    return cpuSeconds
  }
  const scaledOnly = (to: readonly ReferenceRung[]): readonly string[] => [
    ...['-filter_complex', cascade(to)],
    ...to.flatMap((_rung, i) => ['-map', `[v${i}]`, '-f', 'null', '-']),
  ]
  const decode = await cpu('-map', '0:v:0', '-f', 'null', '-')
  const scale = (await cpu(...scaledOnly(rungs))) - decode
  const figures: Record<string, number> = { floorDecodeCpu: decode, floorScaleCpu: scale }
  for (const rung of rungs) {
    const encodedToo = ['-filter_complex', cascade([rung]), ...encoded(rung, 0, threads), 'DIR/one.mp4']
    figures[`floorEncode${shortSide(rung)}Cpu`] =
      (await cpu(...encodedToo)) - (await cpu(...scaledOnly([rung])))
  }
  const floorCpu = Object.values(figures).reduce((sum, value) => sum + value, 0)
  const whole = await runReference(ground, (dir) => [plainLadder({ input, rungs, threads, dir })])
  return Object.fromEntries(
    Object.entries({ ...figures, floorCpu, plainLadderOverFloor: whole.cpuSeconds / floorCpu }).map(
      ([key, value]) => [key, rounded(value)],
    ),
  )
}

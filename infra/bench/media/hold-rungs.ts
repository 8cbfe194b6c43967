import type { Input } from './inputs.ts'
import { rungsOf } from './rungs.ts'

/**
 * Holds what the worker was seen to start against what the references are made with: every rendition at or below its
 * own size, each once, with the same preset, CRF and highest rate. Throws where they differ: nothing was comparable then.
 */
export function holdRungs(
  input: Pick<Input, 'width' | 'height'>,
  commands: readonly (readonly string[])[],
): void {
  const expected = rungsOf(input).map(({ preset, crf, maxKbit }) => `${preset} ${crf} ${maxKbit}k`)
  const seen = new Set(commands.flatMap(encodersIn))
  const foreign = [...seen].filter((encoder) => !expected.includes(encoder))
  // The top may be the clip's own.
  const missing = expected.slice(1).filter((encoder) => !seen.has(encoder))
  if (foreign.length > 0 || missing.length > 0)
    throw new Error(
      `the worker encodes otherwise than the references: ${[...foreign, ...missing.map((encoder) => `not ${encoder}`)].join(', ')}`,
    )
}

/** `preset crf rate` of every x264 in a command line. */
export function encodersIn(words: readonly string[]): readonly string[] {
  return words.flatMap((word, i) => {
    const stream = /^-preset(:v:\d+)?$/.exec(word)?.[1]
    if (stream === undefined) return []
    const valueOf = (option: string): string => words[words.indexOf(`${option}${stream}`) + 1] ?? ''
    return [`${words[i + 1]} ${valueOf('-crf')} ${valueOf('-maxrate')}`]
  })
}

import type { Sample } from './fragments.ts'

const IDR = 5

/** The types of the units in a sample, each behind its length (ISO 14496-15, 5.3.4.2.1; H.264, 7.4.1). */
export function unitTypes(sample: Buffer, lengthBytes: number): readonly number[] {
  const types: number[] = []
  if (lengthBytes < 1) return types
  let at = 0
  // oxlint-disable-next-line eslint/no-unmodified-loop-condition -- it is the place in the sample that moves
  while (at + lengthBytes < sample.length) {
    const size = sample.readUIntBE(at, lengthBytes)
    types.push((sample[at + lengthBytes] ?? 0) & 0x1f)
    at += lengthBytes + size
  }
  return types
}

/**
 * Whether a decoder can start here and show all of it. An IDR picture forgets all before it. Any other that is called
 * a sync sample may be followed by pictures that are shown before it, and those need the segment before.
 */
export function startsClean(samples: readonly Sample[], lengthBytes: number): boolean {
  const [first, ...others] = samples
  if (!first) return false
  if (lengthBytes === 0 || unitTypes(first.bytes, lengthBytes).includes(IDR)) return true
  let at = first.duration
  return others.every(({ compositionOffset, duration }) => {
    const shown = at + compositionOffset
    at += duration
    return shown >= first.compositionOffset
  })
}

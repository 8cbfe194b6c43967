import { createHash } from 'node:crypto'
import type { HostileFile } from './hostile-file.ts'

const FILES = 10
const SEED = 'cuepoint hostile media 1'

/** The good clip with bytes changed here and there: the same ones at every run. */
export const fuzzed: readonly HostileFile[] = Array.from({ length: FILES }, (_, file) => ({
  name: `fuzzed-${file}.mp4`,
  expected: 'bounded',
  make: ({ good }) => {
    const bytes = Buffer.from(good)
    const next = numbers(`${SEED} ${file}`)
    // Half of them in the description of the file, where a byte has consequences.
    const moov = bytes.indexOf('moov')
    for (let change = 0; change < 4 + file * 8; change += 1) {
      const from = change % 2 === 0 ? moov + 4 : 0
      bytes.writeUInt8(next() & 0xff, from + (next() % (bytes.length - from)))
    }
    return bytes
  },
}))

/** Numbers of 32 bits that depend on the words alone. */
function numbers(words: string): () => number {
  let at = 0
  return () => {
    at += 1
    return createHash('sha256').update(`${words} ${at}`).digest().readUInt32BE(0)
  }
}

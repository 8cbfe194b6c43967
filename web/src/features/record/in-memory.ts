import type { Recording } from '../../lib/sending/kept-files.ts'

/** A recording that nothing is kept of: for practice, and where a browser keeps no files. */
export function recordInMemory(type: string): Recording {
  const pieces: Blob[] = []
  return {
    append: async (piece) => {
      pieces.push(piece)
      return pieces.reduce((sum, { size }) => sum + size, 0)
    },
    finish: async () => new Blob(pieces, { type }),
    discard: async () => {
      pieces.length = 0
    },
  }
}

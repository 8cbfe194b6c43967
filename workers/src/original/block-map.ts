/** Which blocks of a file are there; the last one may be short. */
export interface BlockMap {
  readonly sizeBytes: number
  /** How many bytes from `at` on are there without a gap. */
  heldFrom(at: number): number
  /** How many bytes from `at` on are missing before the next that are there; up to the end where none are. */
  missingFrom(at: number): number
  /** Bytes `[from, to)` are there now. Only blocks that are covered whole count. */
  add(from: number, to: number): void
  isWhole(): boolean
}

export function createBlockMap(sizeBytes: number, blockBytes: number): BlockMap {
  const count = Math.ceil(sizeBytes / blockBytes)
  const held = new Uint8Array(count)
  let missing = count
  const run = (at: number, wanted: 0 | 1): number => {
    const first = Math.floor(at / blockBytes)
    let block = first
    while (block < count && held[block] === wanted) block += 1
    return block === first ? 0 : Math.min(sizeBytes, block * blockBytes) - at
  }
  return {
    sizeBytes,
    heldFrom: (at) => run(at, 1),
    missingFrom: (at) => run(at, 0),
    add(from, to) {
      const last = to >= sizeBytes ? count : Math.floor(to / blockBytes)
      for (let block = Math.ceil(from / blockBytes); block < last; block += 1) {
        if (held[block] === 0) missing -= 1
        held[block] = 1
      }
    },
    isWhole: () => missing === 0,
  }
}

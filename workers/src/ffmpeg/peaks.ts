/** More points than any screen is wide; a longer clip has coarser ones. */
export const mostPeaks = 6_000
/** A point each 10 ms at most: a short clip needs no more. */
const FINEST_PER_SECOND = 100
const HEADER_BYTES = 24

export interface PeaksOptions {
  readonly sampleRate: number
  /** How many samples will come: it decides how many share a point. */
  readonly totalSamples: number
  /** A quiet clip's peaks are drawn as loud as it will be played. */
  readonly gainDb: number
}

/**
 * Peaks of mono 16-bit samples in audiowaveform's `.dat` format, version 2, 8 bits: 24 bytes of header, then
 * for each point the lowest and the highest sample as signed bytes. https://github.com/bbc/audiowaveform
 * (doc/DataFormat.md). Memory does not grow with the sound.
 */
export function createPeaks({ sampleRate, totalSamples, gainDb }: PeaksOptions): {
  /** Little-endian 16-bit samples; a piece may end in the middle of one. */
  push(piece: Uint8Array): void
  file(): Buffer
} {
  const samplesPerPoint = Math.max(
    Math.ceil(totalSamples / mostPeaks),
    Math.floor(sampleRate / FINEST_PER_SECOND),
    2,
  )
  const points = Buffer.alloc(Math.min(mostPeaks, Math.ceil(totalSamples / samplesPerPoint)) * 2)
  const factor = 10 ** (gainDb / 20) / 256
  const byteOf = (sample: number) => Math.min(127, Math.max(-128, Math.round(sample * factor)))
  let written = 0
  let inPoint = 0
  let lowest = 0
  let highest = 0
  let halfSample: number | undefined

  const finishPoint = () => {
    // More sound than was announced is not shown.
    if (written + 2 <= points.length) {
      points.writeInt8(byteOf(lowest), written)
      points.writeInt8(byteOf(highest), written + 1)
      written += 2
    }
    inPoint = 0
  }
  const add = (low: number, high: number) => {
    const sample = ((high << 24) >> 16) | low
    if (inPoint === 0) lowest = highest = sample
    else if (sample < lowest) lowest = sample
    else if (sample > highest) highest = sample
    inPoint += 1
    if (inPoint === samplesPerPoint) finishPoint()
  }

  return {
    push(piece) {
      let at = 0
      const [first] = piece
      if (halfSample !== undefined && first !== undefined) {
        add(halfSample, first)
        halfSample = undefined
        at = 1
      }
      for (; at + 1 < piece.length; at += 2) add(piece[at] ?? 0, piece[at + 1] ?? 0)
      if (at < piece.length) halfSample = piece[at]
    },
    file() {
      if (inPoint > 0) finishPoint()
      const header = Buffer.alloc(HEADER_BYTES)
      const fields = [2, 1, sampleRate, samplesPerPoint, written / 2, 1]
      for (const [i, field] of fields.entries()) header.writeInt32LE(field, i * 4)
      return Buffer.concat([header, points.subarray(0, written)])
    },
  }
}

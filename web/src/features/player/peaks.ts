/** How loud a clip is, from 0 to 1, in steps of `stepMs`. */
export type Peaks = { stepMs: number; loudness: Float32Array }

const headerBytes = 24
const eightBit = 1
/** Ten hours with twenty peaks a second. */
const mostPeaks = 720_000
const mostChannels = 8

/**
 * Reads audiowaveform's binary format, version 2 with 8 bit (bbc/audiowaveform, doc/DataFormat.md): six 32 bit numbers
 * (version, flags, sample rate, samples per pixel, length, channels), then a lowest and a highest value for each pixel
 * and channel. Undefined for anything else.
 */
export function parsePeaks(bytes: Uint8Array<ArrayBuffer>): Peaks | undefined {
  if (bytes.byteLength < headerBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [version, flags, rate, samplesPerPixel, length, channels] = [0, 4, 8, 12, 16, 20].map((at) =>
    view.getInt32(at, true),
  ) as [number, number, number, number, number, number]
  if (version !== 2 || (flags & eightBit) === 0 || rate < 1 || samplesPerPixel < 1) return undefined
  if (length < 1 || length > mostPeaks || channels < 1 || channels > mostChannels) return undefined
  if (headerBytes + length * channels * 2 > bytes.byteLength) return undefined
  const loudness = new Float32Array(length)
  for (let n = 0; n < length; n += 1) {
    let most = 0
    for (let value = 0; value < channels * 2; value += 1) {
      most = Math.max(most, Math.abs(view.getInt8(headerBytes + n * channels * 2 + value)))
    }
    loudness[n] = most / 128
  }
  return { stepMs: (samplesPerPixel * 1000) / rate, loudness }
}

/** A quiet room is not drawn as loud as a lively one: nothing is stretched more than this. */
const mostStretch = 4

/** The outline of a clip's sound as an SVG path in a box `columns` wide and 2 high, its middle at 1. */
export function outlineOf({ stepMs, loudness }: Peaks, durationMs: number, columns: number): string {
  const heights = Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * durationMs) / columns / stepMs)
    const to = Math.max(from + 1, Math.floor(((column + 1) * durationMs) / columns / stepMs))
    let most = 0
    for (let n = from; n < Math.min(to, loudness.length); n += 1) most = Math.max(most, loudness[n] ?? 0)
    return most
  })
  const stretch = Math.min(mostStretch, 1 / Math.max(...heights, 1 / 128))
  const edge = (height: number, side: 1 | -1) => (1 + side * height * stretch).toFixed(3)
  const above: string[] = []
  const below: string[] = []
  for (const [x, height] of heights.entries()) {
    above.push(`L${x + 0.5} ${edge(height, -1)}`)
    below.unshift(`L${x + 0.5} ${edge(height, 1)}`)
  }
  return `M0 1${above.join('')}L${columns} 1${below.join('')}Z`
}

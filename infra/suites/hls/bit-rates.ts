import type { Track } from './ladder.ts'
import { listedSeconds } from './timeline.ts'

export type BitRates = { readonly peak: number; readonly average: number }

/**
 * As RFC 8216 (4.1) defines them: the average is all bits over all seconds; the peak is the largest rate of any
 * neighbouring segments that last between half and one and a half of the target duration together.
 */
export function bitRates(track: Track, targetSeconds: number): BitRates {
  const { segments } = track
  const bits = segments.map(({ answer }) => answer.bytes.length * 8)
  let peak = 0
  for (let from = 0; from < segments.length; from += 1) {
    let [setBits, setSeconds] = [0, 0]
    for (let i = from; i < segments.length; i += 1) {
      setBits += bits[i] ?? 0
      setSeconds += segments[i]?.seconds ?? 0
      if (setSeconds > targetSeconds * 1.5) break
      if (setSeconds >= targetSeconds * 0.5) peak = Math.max(peak, setBits / setSeconds)
    }
  }
  const average = bits.reduce((sum, each) => sum + each, 0) / listedSeconds(track)
  // A rendition shorter than half a target has no set of that length.
  return { peak: peak || average, average }
}

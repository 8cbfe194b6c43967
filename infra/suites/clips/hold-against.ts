import { type Looked, likeness } from './look.ts'

export const DURATION_TOLERANCE_SECONDS = 0.2
const VOLUME_TOLERANCE_DB = 6
/** Below this a track is as good as silent, and its level says nothing. */
const AUDIBLE_DB = -60
const LIKE_ENOUGH = 0.8

/** What of the file is not as it was in what is played; empty when all is. */
export function differences(sent: Looked, played: Looked): string[] {
  const faults: string[] = []
  const seconds = (looked: Looked) => Math.max(looked.pictureSeconds, looked.soundSeconds)
  const differ = (a: number, b: number) => Math.abs(a - b) > DURATION_TOLERANCE_SECONDS
  if (played.pictureSeconds === 0) faults.push('shows nothing')
  if (differ(seconds(sent), seconds(played)))
    faults.push(`lasts ${seconds(played).toFixed(2)} s instead of ${seconds(sent).toFixed(2)} s`)
  if (sent.upright !== undefined && sent.upright !== played.upright)
    faults.push(`is ${played.upright}, was ${sent.upright}`)
  const alike = likeness(sent.picture, played.picture)
  if (alike !== undefined && alike < LIKE_ENOUGH) faults.push(`looks different (${alike.toFixed(2)})`)
  if (sent.soundSeconds > 0 && played.soundSeconds === 0) faults.push('lost its sound')
  else if (differ(sent.soundSeconds, played.soundSeconds))
    faults.push(`sounds for ${played.soundSeconds.toFixed(2)} s instead of ${sent.soundSeconds.toFixed(2)} s`)
  const [before, after] = [sent.volume, played.volume]
  if (
    before !== undefined &&
    before > AUDIBLE_DB &&
    !(Math.abs((after ?? Number.NEGATIVE_INFINITY) - before) < VOLUME_TOLERANCE_DB)
  )
    faults.push(`is at ${after} dB, was at ${before} dB`)
  return faults
}

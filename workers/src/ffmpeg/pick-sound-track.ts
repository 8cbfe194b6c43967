import type { SoundTrack } from './probe-report.ts'

/** A track that is silent for most of the lesson is a jingle or a leftover. */
const LASTS_AT_LEAST = 0.5

/**
 * Which of several tracks that can be decoded, in the file's order, is the lesson's sound: the file's own
 * default where it lasts, else the first that lasts, else the longest. Undefined where there is none.
 */
export function pickSoundTrack<Candidate extends SoundTrack>(
  candidates: readonly Candidate[],
  clipMs: number,
): Candidate | undefined {
  const lengthMs = ({ startMs, endMs }: Candidate) => endMs - startMs
  const lasting = candidates.filter((track) => lengthMs(track) >= clipMs * LASTS_AT_LEAST)
  const longest = () =>
    candidates.reduce<Candidate | undefined>(
      (best, track) => (best && lengthMs(best) >= lengthMs(track) ? best : track),
      undefined,
    )
  return lasting.find(({ isDefault }) => isDefault) ?? lasting[0] ?? longest()
}

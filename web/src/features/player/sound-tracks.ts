import type { SoundChoice } from '@cuepoint/contracts'

/** How a playlist names its sounds (`NAME` of an audio rendition); a browser hands it on as the track's label. */
const names: Readonly<Record<SoundChoice, string>> = { levelled: 'levelled', original: 'original' }

type Track = { label: string; enabled: boolean }
type TrackList = { length: number; [index: number]: Track }

/** Turns the chosen sound on and the others off. Does nothing where the clip has no such sound. */
export function chooseSound(list: TrackList, choice: SoundChoice): void {
  const tracks = Array.from({ length: list.length }, (_, n) => list[n]).filter((track) => track !== undefined)
  const chosen = tracks.find(({ label }) => label === names[choice])
  if (!chosen) return
  // First on, then off: a browser of its own mind would else fall back on a default in between.
  if (!chosen.enabled) chosen.enabled = true
  for (const track of tracks) if (track !== chosen && track.enabled) track.enabled = false
}

import type { SoundChoice } from '@cuepoint/contracts'

/** How she likes to watch on this device. A sound of null leaves the choice to the clip. */
export type WatchSettings = { volume: number; muted: boolean; sound: SoundChoice | null }

const key = 'cuepoint.watch'
const fallback: WatchSettings = { volume: 1, muted: false, sound: null }

export function readWatchSettings(): WatchSettings {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    if (typeof stored !== 'object' || stored === null) return fallback
    const { volume, muted, sound } = stored as Partial<Record<keyof WatchSettings, unknown>>
    return {
      volume: typeof volume === 'number' && volume >= 0 && volume <= 1 ? volume : fallback.volume,
      muted: muted === true,
      sound: sound === 'levelled' || sound === 'original' ? sound : fallback.sound,
    }
  } catch {
    return fallback
  }
}

/** Keeps what changed beside what was kept before. */
export function keepWatchSettings(change: Partial<WatchSettings>): void {
  try {
    localStorage.setItem(key, JSON.stringify({ ...readWatchSettings(), ...change }))
  } catch {
    // A browser that keeps nothing starts at full volume next time.
  }
}

/** How she likes to watch on this device. */
export type WatchSettings = { volume: number; muted: boolean }

const key = 'cuepoint.watch'
const fallback: WatchSettings = { volume: 1, muted: false }

export function readWatchSettings(): WatchSettings {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    if (typeof stored !== 'object' || stored === null) return fallback
    const { volume, muted } = stored as Partial<Record<keyof WatchSettings, unknown>>
    return {
      volume: typeof volume === 'number' && volume >= 0 && volume <= 1 ? volume : fallback.volume,
      muted: muted === true,
    }
  } catch {
    return fallback
  }
}

export function keepWatchSettings(settings: WatchSettings): void {
  try {
    localStorage.setItem(key, JSON.stringify(settings))
  } catch {
    // A browser that keeps nothing starts at full volume next time.
  }
}

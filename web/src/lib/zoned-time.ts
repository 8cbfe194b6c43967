import { instantFrom } from '@cuepoint/domain'

/** Wall-clock time in a zone as `datetime-local` writes it: `2026-12-01T16:00`. */
export function wallTimeOf(instant: string | number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(instantFrom(instant))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

const asUtcMs = (wall: string): number | undefined => {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(wall)
  if (!match) return undefined
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = match.slice(1).map(Number)
  return Date.UTC(year, month - 1, day, hour, minute)
}

/**
 * The instant at which clocks in a zone show this time, in UTC; undefined when it is no time. Of the hour that comes
 * twice in autumn it takes the first; of the hour that is left out in spring, the time as much later.
 */
export function instantOfWallTime(wall: string, timeZone: string): string | undefined {
  const wantedMs = asUtcMs(wall)
  if (wantedMs === undefined) return undefined
  const offsetAt = (atMs: number) => (asUtcMs(wallTimeOf(atMs, timeZone)) ?? atMs) - atMs
  const dayMs = 86_400_000
  // The offsets in force around that time: one on most days, two where the clocks change.
  const offsets = [offsetAt(wantedMs - dayMs), offsetAt(wantedMs + dayMs)]
  for (const offset of offsets) {
    const atMs = wantedMs - offset
    if (offsetAt(atMs) === offset) return instantFrom(atMs).toISOString()
  }
  return instantFrom(wantedMs - (offsets[0] ?? 0)).toISOString()
}

/** "Indochina Time" or "hora de Indochina": how people call the zone at that moment. */
export function zoneNameOf(timeZone: string, language: string, instant: string | number): string {
  const parts = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: 'long' }).formatToParts(
    instantFrom(instant),
  )
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}

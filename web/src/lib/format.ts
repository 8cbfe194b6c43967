import { instantFrom, type Language } from '@cuepoint/domain'

/** How a person reads dates and numbers. `timeZone` is an IANA name; undefined means the device's own. */
export type Reader = { language: Language; timeZone?: string | undefined }

export type Format = ReturnType<typeof formatFor>

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Everything the pages say about time, size and amount, in the reader's language and time zone. */
export function formatFor({ language, timeZone: wanted }: Reader) {
  const timeZone = knownZone(wanted)
  const dates = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone, ...options })
  const numbers = (options: Intl.NumberFormatOptions = {}) => new Intl.NumberFormat(language, options)
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const amount = (value: number, unit: string, digits = 0) =>
    numbers({ style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: digits }).format(value)

  return {
    language,
    timeZone,
    number: (value: number) => numbers().format(value),
    percent: (percent: number) => numbers({ style: 'percent' }).format(percent / 100),
    list: (items: readonly string[]) => new Intl.ListFormat(language, { type: 'conjunction' }).format(items),

    /** A day with its month; the year where it is not this one. */
    day: (instant: string, nowMs: number) => {
      const date = instantFrom(instant)
      const year = (value: Date) => dates({ year: 'numeric' }).format(value)
      const sameYear = year(date) === year(instantFrom(nowMs))
      return dates({
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        ...(!sameYear && { year: 'numeric' }),
      }).format(date)
    },
    /** A calendar day `YYYY-MM-DD`, which has no time zone. */
    calendarDay: (day: string) =>
      new Intl.DateTimeFormat(language, {
        timeZone: 'UTC',
        weekday: 'short',
        day: 'numeric',
        month: 'long',
      }).format(instantFrom(`${day}T00:00:00Z`)),
    /** Day and time with the zone's name, for appointments between people in different places. */
    appointment: (instant: string) =>
      dates({
        weekday: 'long',
        day: 'numeric',
        month: 'long',
        hour: 'numeric',
        minute: '2-digit',
        timeZoneName: 'short',
      }).format(instantFrom(instant)),
    moment: (instant: string) =>
      dates({ day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).format(
        instantFrom(instant),
      ),

    /** "just now", "20 minutes ago", "3 days ago", "in 2 weeks". */
    ago: (instant: string, nowMs: number) => {
      const distance = instantFrom(instant).getTime() - nowMs
      const size = Math.abs(distance)
      const whole = (unitMs: number) => Math.sign(distance) * Math.floor(size / unitMs)
      if (size < minuteMs) return relative.format(0, 'second')
      if (size < hourMs) return relative.format(whole(minuteMs), 'minute')
      if (size < dayMs) return relative.format(whole(hourMs), 'hour')
      if (size < 14 * dayMs) return relative.format(whole(dayMs), 'day')
      if (size < 60 * dayMs) return relative.format(whole(7 * dayMs), 'week')
      return relative.format(whole(30 * dayMs), 'month')
    },

    /** Bytes as a person says them: "850 kB", "12.4 MB", "1.8 GB". */
    bytes: (sizeBytes: number) => {
      const [unit, divisor] =
        sizeBytes >= 1e9
          ? (['gigabyte', 1e9] as const)
          : sizeBytes >= 1e6
            ? (['megabyte', 1e6] as const)
            : (['kilobyte', 1e3] as const)
      const value = sizeBytes / divisor
      return numbers({
        style: 'unit',
        unit,
        unitDisplay: 'short',
        maximumFractionDigits: value < 10 && divisor > 1e3 ? 1 : 0,
      }).format(value)
    },
    /** Rounded up, because a promise of time should hold: "40 seconds", "3 minutes", "2 hours". */
    span: (durationMs: number) => {
      if (durationMs < minuteMs) return amount(Math.max(1, Math.ceil(durationMs / 1000)), 'second')
      if (durationMs < 2 * hourMs) return amount(Math.ceil(durationMs / minuteMs), 'minute')
      return amount(durationMs / hourMs, 'hour', 1)
    },
  }
}

function knownZone(timeZone: string | undefined): string {
  const device = new Intl.DateTimeFormat().resolvedOptions().timeZone
  if (timeZone === undefined) return device
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    return device
  }
}

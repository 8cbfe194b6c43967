/** `m:ss` or `h:mm:ss`; with `tenths` one decimal. Input in milliseconds, negative counts as 0. */
export function formatTimecode(ms: number, { tenths = false }: { tenths?: boolean } = {}): string {
  const whole = Math.max(0, tenths ? Math.floor(ms / 100) : Math.floor(ms / 1000) * 10)
  const seconds = Math.floor(whole / 10) % 60
  const minutes = Math.floor(whole / 600) % 60
  const hours = Math.floor(whole / 36_000)
  const two = (n: number) => String(n).padStart(2, '0')
  const clock = hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
  return tenths ? `${clock}.${whole % 10}` : clock
}

/** Reads `ss`, `m:ss` or `h:mm:ss`, each with an optional decimal part, as milliseconds; undefined when it is none. */
export function parseTimecode(text: string): number | undefined {
  const match = /^(?:(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})|(\d{1,6}))(?:[.,](\d{1,3}))?$/.exec(text.trim())
  if (!match) return undefined
  const [, hours, minutes, seconds, onlySeconds, fraction = ''] = match
  if (Number(seconds ?? 0) > 59 || (hours !== undefined && Number(minutes) > 59)) return undefined
  const whole = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? onlySeconds)
  return whole * 1000 + Number(fraction.padEnd(3, '0'))
}

import { formatTimecode } from '@cuepoint/domain'

/** A moment or a range in the clip, in figures of one width: `1:05` or `1:05–1:20`. */
export function TimecodeText({ atMs, endMs = null }: { atMs: number; endMs?: number | null }) {
  return (
    <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
      {formatTimecode(atMs)}
      {endMs !== null && `–${formatTimecode(endMs)}`}
    </span>
  )
}

/** One piece of a rendition and how long it plays. */
export interface Segment {
  readonly file: string
  readonly durationMs: number
}

export interface MediaPlaylist {
  /** The header file every segment needs. */
  readonly initFile: string
  readonly segments: readonly Segment[]
  readonly durationMs: number
}

/** Reads a finished playlist that ffmpeg wrote. Throws when it is not whole. */
export function parseMediaPlaylist(text: string): MediaPlaylist {
  const lines = text.split(/\r?\n/)
  const initFile = /^#EXT-X-MAP:URI="([^"/]+)"/m.exec(text)?.[1]
  if (initFile === undefined || !lines.includes('#EXT-X-ENDLIST')) throw new Error('playlist is not whole')
  const segments: Segment[] = []
  for (const [i, line] of lines.entries()) {
    const seconds = /^#EXTINF:([\d.]+)/.exec(line)?.[1]
    const file = lines[i + 1]
    if (seconds === undefined) continue
    if (!file || file.startsWith('#') || file.includes('/')) throw new Error('playlist names no file')
    segments.push({ file, durationMs: Number(seconds) * 1_000 })
  }
  if (segments.length === 0) throw new Error('playlist is empty')
  return {
    initFile,
    segments,
    durationMs: Math.round(segments.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  }
}

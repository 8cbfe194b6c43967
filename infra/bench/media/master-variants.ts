export type MasterVariant = { readonly playlist: string; readonly width: number; readonly height: number }

/** The renditions that a master playlist names. */
export function variantsIn(master: string): readonly MasterVariant[] {
  const lines = master.split(/\r?\n/)
  return lines.flatMap((line, i) => {
    const [, width, height] = /^#EXT-X-STREAM-INF:.*\bRESOLUTION=(\d+)x(\d+)/.exec(line) ?? []
    const playlist = lines[i + 1]
    return width === undefined || playlist === undefined
      ? []
      : [{ playlist, width: Number(width), height: Number(height) }]
  })
}

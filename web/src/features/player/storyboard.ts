/** One picture of the storyboard: a piece of a sheet, in px, and the time of the clip it stands for. */
export type StoryboardPicture = {
  fromMs: number
  sheetUrl: string
  x: number
  y: number
  width: number
  height: number
}

/** Five hours with a picture every three seconds; what goes on after that is not read. */
const mostPictures = 6000
/** No side of a picture is longer than this, and no sheet reaches further than that. */
const longestSidePx = 1000
const farthestPx = 20_000

const timing = /^\s*(?:(\d{1,3}):)?(\d{2}):(\d{2})\.(\d{3})\s+-->\s/
const piece = /^([^#\s]+)#xywh=(\d{1,5}),(\d{1,5}),(\d{1,5}),(\d{1,5})$/

/**
 * Reads a WebVTT file whose cues name pieces of picture sheets (`sheet.jpg#xywh=x,y,w,h`), relative to the file's own
 * address. What is not such a cue, or names a sheet of another origin, is left out. In the order of time.
 */
export function parseStoryboard(text: string, url: string): StoryboardPicture[] {
  const pictures: StoryboardPicture[] = []
  if (!/^\uFEFF?WEBVTT(?:[ \t\r\n]|$)/.test(text)) return pictures
  let fromMs: number | undefined
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (pictures.length >= mostPictures) break
    const times = timing.exec(line)
    if (times) {
      const [hours = 0, minutes, seconds, thousandths] = times.slice(1).map((part) => Number(part ?? 0))
      fromMs = ((hours * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(thousandths)
    } else if (fromMs !== undefined) {
      const picture = pictureOf(line.trim(), fromMs, url)
      if (picture) pictures.push(picture)
      fromMs = undefined
    }
  }
  return pictures.sort((a, b) => a.fromMs - b.fromMs)
}

function pictureOf(line: string, fromMs: number, url: string): StoryboardPicture | undefined {
  const found = piece.exec(line)
  const sheet = found?.[1] === undefined ? undefined : addressOf(found[1], url)
  if (!found || !sheet || sheet.origin !== new URL(url).origin) return undefined
  const [x = 0, y = 0, width = 0, height = 0] = found.slice(2).map(Number)
  const fits = [width, height].every((side) => side > 0 && side <= longestSidePx)
  if (!fits || x + width > farthestPx || y + height > farthestPx) return undefined
  return { fromMs, sheetUrl: sheet.href, x, y, width, height }
}

function addressOf(name: string, url: string): URL | undefined {
  try {
    return new URL(name, url)
  } catch {
    return undefined
  }
}

/** The last picture that stands for a time at or before `atMs`; before the first one, the first. */
export function pictureAt(
  pictures: readonly StoryboardPicture[],
  atMs: number,
): StoryboardPicture | undefined {
  let low = 0
  let high = pictures.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((pictures[middle]?.fromMs ?? 0) <= atMs) low = middle + 1
    else high = middle
  }
  return pictures[Math.max(0, low - 1)]
}

import { createHash } from 'node:crypto'
import { readBoxes } from '../hls/boxes.ts'
import type { SeenClip, Teacher } from '../stage/teacher.ts'

/** What was ever handed out under an address, and whatever was wrong with it. */
export type Watch = { readonly seen: Map<string, string>; readonly faults: string[] }

/**
 * Walks through everything that this clip's playlists name, as a player would, and notes what no player may get: a
 * playlist that names what is neither there nor promised, a file that is cut, or other bytes than the last time.
 */
export async function walk(teacher: Teacher, clip: SeenClip, watch: Watch): Promise<void> {
  if (!clip.media) return
  const waiting = [clip.media.playlistUrl, clip.media.posterUrl]
  const asked = new Set<string>()
  for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
    if (asked.has(url)) continue
    asked.add(url)
    const answer = await teacher.get(url)
    const bytes = Buffer.from(await answer.arrayBuffer())
    const name = url.split('/').at(-1) ?? url
    const isPromised = answer.status === 503 && bytes.includes('media-not-made-yet')
    if (isPromised && !clip.media.complete) continue
    if (answer.status === 404 && (await isReplaced(teacher, clip))) return
    if (answer.status !== 200) {
      watch.faults.push(`${name} is answered with ${answer.status}`)
      continue
    }
    if (isCut(name, bytes)) watch.faults.push(`${name} is cut after ${bytes.length} bytes`)
    const print = createHash('sha256').update(bytes).digest('base64')
    if ((watch.seen.get(url) ?? print) !== print) watch.faults.push(`${name} changed under its address`)
    watch.seen.set(url, print)
    if (name.endsWith('.m3u8'))
      waiting.push(...namedIn(bytes.toString()).map((file) => url.replace(/[^/]+$/, file)))
  }
}

/** A run that begins anew gives the clip another address, and the page is told. */
async function isReplaced(teacher: Teacher, { id, media }: SeenClip): Promise<boolean> {
  return (await teacher.clip(id)).media?.playlistUrl !== media?.playlistUrl
}

/** Whether a file ends before it says that it does. */
export function isCut(name: string, bytes: Buffer): boolean {
  if (/\.(m4s|mp4)$/.test(name)) {
    const boxes = readBoxes(bytes)
    const end = boxes.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    const needed = name.endsWith('.m4s') ? ['moof', 'mdat'] : ['ftyp', 'moov']
    return end !== bytes.length || needed.some((type) => !boxes.some((box) => box.type === type))
  }
  if (name.endsWith('.jpg')) return bytes.subarray(-2).toString('hex') !== 'ffd9'
  return bytes.length === 0 || !bytes.toString().startsWith('#EXTM3U')
}

function namedIn(playlist: string): string[] {
  const lines = playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return [...lines, ...[...playlist.matchAll(/URI="([^"]+)"/g)].map((match) => match[1] ?? '')]
}

import type { Teacher } from '../stage/teacher.ts'

/** Everything that a playlist names, down to the last segment, has to be there. */
export async function missingFiles(
  teacher: Teacher,
  playlistUrl: string,
  posterUrl: string,
): Promise<string[]> {
  const faults: string[] = []
  const waiting = [playlistUrl, posterUrl]
  const seen = new Set<string>()
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    if (seen.has(url)) continue
    seen.add(url)
    const answer = await teacher.get(url)
    const body = Buffer.from(await answer.arrayBuffer())
    const name = url.split('/').at(-1) ?? url
    if (answer.status !== 200 || body.length === 0) faults.push(`${name} is answered with ${answer.status}`)
    else if (name.endsWith('.m3u8'))
      waiting.push(...namedIn(body.toString()).map((file) => url.replace(/[^/]+$/, file)))
  }
  return faults
}

function namedIn(playlist: string): string[] {
  const lines = playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return [...lines, ...[...playlist.matchAll(/URI="([^"]+)"/g)].map((match) => match[1] ?? '')]
}

import { type Fragment, type Init, readFragments, readInit } from './fragments.ts'
import { type Attributes, type Line, readAttributes, readLines } from './m3u8.ts'

/** One answer of a server, as it came. */
export type Answer = {
  readonly status: number
  readonly contentType: string
  readonly bytes: Buffer
}

export type Segment = {
  readonly uri: string
  /** What EXTINF says. */
  readonly seconds: number
  readonly answer: Answer
  readonly fragments: readonly Fragment[]
}

export type Track = {
  readonly uri: string
  readonly lines: readonly Line[]
  readonly answer: Answer
  /** Undefined where the playlist names none, or what it names is no header. */
  readonly init: Init | undefined
  readonly initAnswer: Answer | undefined
  readonly segments: readonly Segment[]
}

export type Variant = {
  readonly attributes: Attributes
  readonly uri: string
  readonly track: Track
}

export type Rendition = {
  readonly attributes: Attributes
  readonly track: Track | undefined
}

/** A master playlist and all that it names, read. */
export type Ladder = {
  readonly answer: Answer
  readonly lines: readonly Line[]
  readonly variants: readonly Variant[]
  readonly renditions: readonly Rendition[]
  readonly sourceSeconds: number
}

/** How a file is asked for by its address relative to the master playlist. */
export type Fetcher = (uri: string) => Promise<Answer>

export async function readLadder(
  masterUri: string,
  sourceSeconds: number,
  fetcher: Fetcher,
): Promise<Ladder> {
  const answer = await fetcher(masterUri)
  const lines = readLines(answer.bytes.toString('utf8'))
  const tracks = new Map<string, Promise<Track>>()
  const trackOf = async (uri: string): Promise<Track> => {
    const known = tracks.get(uri) ?? readTrack(uri, fetcher)
    tracks.set(uri, known)
    return await known
  }
  const variants: Variant[] = []
  const renditions: Rendition[] = []
  for (const [i, line] of lines.entries()) {
    const attributes = readAttributes(line.value)
    if (line.tag === '#EXT-X-STREAM-INF') {
      const uri = lines[i + 1]?.uri ?? ''
      variants.push({ attributes, uri, track: await trackOf(uri) })
    }
    if (line.tag === '#EXT-X-MEDIA') {
      const uri = attributes.text('URI')
      renditions.push({ attributes, track: uri === undefined ? undefined : await trackOf(uri) })
    }
  }
  return { answer, lines, variants, renditions, sourceSeconds }
}

async function readTrack(uri: string, fetcher: Fetcher): Promise<Track> {
  const answer = await fetcher(uri)
  const lines = readLines(answer.bytes.toString('utf8'))
  const beside = (file: string) => uri.replace(/[^/]*$/, file)
  const map = lines.find(({ tag }) => tag === '#EXT-X-MAP')
  const mapUri = map && readAttributes(map.value).text('URI')
  const initAnswer = mapUri === undefined ? undefined : await fetcher(beside(mapUri))
  const init = initAnswer && readInit(initAnswer.bytes)
  const segments: Segment[] = []
  let seconds = Number.NaN
  for (const line of lines) {
    if (line.tag === '#EXTINF') seconds = Number(line.value.split(',')[0])
    if (line.uri === undefined) continue
    const each = await fetcher(beside(line.uri))
    segments.push({ uri: line.uri, seconds, answer: each, fragments: readFragments(each.bytes, init) })
    seconds = Number.NaN
  }
  return { uri, lines, answer, init, initAnswer, segments }
}

/** Every playlist of the ladder once: pictures first, then sounds. */
export function tracksOf({ variants, renditions }: Ladder): readonly Track[] {
  return [...new Set([...variants, ...renditions].flatMap(({ track }) => track ?? []))]
}

export const pictureTracks = ({ variants }: Ladder): readonly Track[] =>
  [...new Set(variants.map(({ track }) => track))].filter(({ init }) => init?.kind === 'video')

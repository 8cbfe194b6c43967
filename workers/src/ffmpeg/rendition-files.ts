/** Keyframes stand at the same instants in every rung, so that a player can change between them. */
export const keyframeSeconds = 2
/** Two keyframes each: half the requests of shorter ones, still quick to seek. */
export const segmentSeconds = 4

/** Part of file names. */
export const originalSound = 'sound-original'
export const levelledSound = 'sound-levelled'
export const playlistOf = (name: string): string => `${name}.m3u8`
/** Of a rendition that is whole; before, it may have another that says what it will be. */
export const wholePlaylistOf = (name: string): string => `${name}-whole.m3u8`
export const initOf = (name: string): string => `${name}-init.mp4`
export const segmentOf = (name: string, index: number): string =>
  `${name}-${String(index).padStart(5, '0')}.m4s`

const contentTypes: Readonly<Record<string, string>> = {
  m3u8: 'application/vnd.apple.mpegurl',
  m4s: 'video/iso.segment',
  mp4: 'video/mp4',
  jpg: 'image/jpeg',
  vtt: 'text/vtt',
  dat: 'application/octet-stream',
}

/** Throws for a file whose kind nobody is served. */
export function contentTypeOf(name: string): string {
  const found = contentTypes[name.slice(name.lastIndexOf('.') + 1)]
  if (found === undefined) throw new Error('an unexpected file came out')
  return found
}

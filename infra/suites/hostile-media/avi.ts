/** A small AVI of JPEG pictures at ten a second, with a track of subtitles where there is one. */
export function aviFile({
  pictures,
  subtitle,
  index = Buffer.alloc(0),
}: {
  readonly pictures: readonly Buffer[]
  readonly subtitle?: Buffer
  readonly index?: Buffer
}): Buffer {
  const header = words(100_000, 0, 0, 0x10, pictures.length, 0, subtitle ? 2 : 1, 0, 320, 180, 0, 0, 0, 0)
  const picture = Buffer.concat([
    words(40, 320, 180),
    Buffer.from([1, 0, 24, 0]),
    Buffer.from('MJPG'),
    words(0, 0, 0, 0, 0),
  ])
  const lists = [
    list('strl', chunk('strh', streamHeader('vids', 'MJPG', pictures.length)), chunk('strf', picture)),
    ...(subtitle
      ? [list('strl', chunk('strh', streamHeader('txts', '\0\0\0\0', 1)), chunk('strf', Buffer.alloc(0)))]
      : []),
  ]
  const movie = [
    ...(subtitle ? [chunk('01tx', subtitle)] : []),
    ...pictures.map((bytes) => chunk('00dc', bytes)),
  ]
  return riff(
    list('hdrl', chunk('avih', header), ...lists),
    list('movi', ...movie),
    ...(index.length > 0 ? [chunk('idx1', index)] : []),
  )
}

/** One entry of an AVI's index. */
export function indexEntry(at: number, sizeBytes: number): Buffer {
  return Buffer.concat([Buffer.from('00dc'), words(0x10, at, sizeBytes)])
}

function streamHeader(kind: string, codec: string, length: number): Buffer {
  return Buffer.concat([
    Buffer.from(kind),
    Buffer.from(codec, 'latin1'),
    words(0, 0, 0, 1, 10, 0, length, 0, 0, 0, 0, 0),
  ])
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, i) => bytes.writeUInt32LE(value, 4 * i))
  return bytes
}

function chunk(type: string, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), words(bytes.length), bytes, Buffer.alloc(bytes.length % 2)])
}

function list(type: string, ...inside: Buffer[]): Buffer {
  return chunk('LIST', Buffer.concat([Buffer.from(type), ...inside]))
}

function riff(...inside: Buffer[]): Buffer {
  return chunk('RIFF', Buffer.concat([Buffer.from('AVI '), ...inside]))
}

/** Writes what `boxes.ts` and `fragments.ts` read, so that faults can be planted one by one. */
export function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

const words = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [i, value] of values.entries()) bytes.writeInt32BE(value | 0, i * 4)
  return bytes
}

export function header(kind: 'vide' | 'soun', timescale: number, entry: Buffer, extra?: Buffer): Buffer {
  const table = box('stbl', box('stsd', words(0, 1), entry), box('stsz', words(0, 0, 0)))
  const mdia = box(
    'mdia',
    box('mdhd', words(0, 0, 0, timescale, 0, 0)),
    box('hdlr', words(0, 0), Buffer.from(kind), words(0, 0, 0)),
    box('minf', table),
  )
  const trak = box('trak', box('tkhd', words(0, 0, 0, 1, 0, 0)), ...(extra ? [extra] : []), mdia)
  return Buffer.concat([
    box('ftyp', Buffer.from('iso6'), words(512), Buffer.from('iso6cmfc')),
    box(
      'moov',
      box('mvhd', words(0, 0, 0, 1000, 0)),
      trak,
      box('mvex', box('trex', words(0, 1, 1, 0, 0, 0))),
    ),
  ])
}

/** An edit list that begins at a media time other than 0. */
export const editList = (mediaTime: number): Buffer =>
  box('edts', box('elst', words(0, 1, 0, mediaTime, 0x10000)))

export function videoEntry(width: number, height: number): Buffer {
  const body = Buffer.alloc(78)
  body.writeUInt16BE(width, 24)
  body.writeUInt16BE(height, 26)
  return box('avc1', body, box('avcC', Buffer.from([1, 0x64, 0x00, 0x1f, 0xff, 0xe0, 0])))
}

export function soundEntry(channels: number): Buffer {
  const body = Buffer.alloc(28)
  body.writeUInt16BE(channels, 16)
  const special = Buffer.from([5, 2, 0x11, 0x90])
  const decoder = Buffer.concat([Buffer.from([4, 13 + special.length, 0x40]), Buffer.alloc(12), special])
  const outer = Buffer.concat([Buffer.from([3, 3 + decoder.length, 0, 1, 0]), decoder])
  return box('mp4a', body, box('esds', words(0), outer))
}

type WrittenSample = {
  readonly duration: number
  readonly sync: boolean
  readonly compositionOffset: number
  readonly bytes: Buffer
}

export type WrittenFragment = {
  readonly sequence: number
  readonly decodeTime: number | undefined
  readonly samples: readonly WrittenSample[]
  readonly trackId?: number
  readonly absolute?: boolean
  /** Where the first sample is said to be, off from where it is. */
  readonly misplacedBy?: number
}

export function fragment(options: WrittenFragment): Buffer {
  const { sequence, decodeTime, samples, trackId = 1, absolute = false, misplacedBy = 0 } = options
  const moof = (dataOffset: number) =>
    box(
      'moof',
      box('mfhd', words(0, sequence)),
      box(
        'traf',
        box('tfhd', words(absolute ? 0x1 : 0x20000, trackId, ...(absolute ? [0, 0] : []))),
        ...(decodeTime === undefined ? [] : [box('tfdt', words(0, decodeTime))]),
        box(
          'trun',
          words(0x01000f01, samples.length, dataOffset),
          ...samples.map(({ duration, sync, compositionOffset, bytes }) =>
            words(duration, bytes.length, sync ? 0x02000000 : 0x01010000, compositionOffset),
          ),
        ),
      ),
    )
  const size = moof(0).length
  return Buffer.concat([moof(size + 8 + misplacedBy), box('mdat', ...samples.map(({ bytes }) => bytes))])
}

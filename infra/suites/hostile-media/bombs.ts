import { aviFile, indexEntry } from './avi.ts'
import { type Box, box, boxAt, changed, pictureTable, uint32 } from './boxes.ts'
import { type HostileFile, refused } from './hostile-file.ts'
import { sequenceParameterSet } from './sequence-header.ts'

/** More than ffmpeg takes by itself, and less: both have to be held off. */
const SIDE = 30_000
const LESSER_SIDE = 16_000
const cannotBeRead = refused(
  'damaged',
  'not-a-video',
  'unsupported-codec',
  'no-video-track',
  'too-many-frames',
)
const jpeg = ['-f', 'lavfi', '-i', 'testsrc2=s=320x180', '-frames:v', '1']

/** Small files that claim to be more than a machine can hold. */
export const bombs: readonly HostileFile[] = [
  {
    // Only the container says it; the pictures themselves are small.
    name: 'pixels-in-the-container.mp4',
    expected: 'bounded',
    make: ({ good }) =>
      changed(good, (boxes) => {
        const stsd = pictureTable(boxes, 'stsd').bytes
        stsd?.writeUInt16BE(SIDE, 8 + 8 + 24)
        stsd?.writeUInt16BE(SIDE, 8 + 8 + 26)
        const tkhd = boxAt(boxes, 'moov', 'trak', 'tkhd').bytes
        uint32(SIDE * 65_536, SIDE * 65_536).copy(tkhd ?? Buffer.alloc(0), (tkhd?.length ?? 8) - 8)
      }),
  },
  {
    name: 'pixels-in-the-sequence-header.mp4',
    expected: refused('too-many-pixels'),
    make: ({ good }) => claiming(good, SIDE),
  },
  {
    name: 'fewer-pixels-in-the-sequence-header.mp4',
    expected: refused('too-many-pixels'),
    make: ({ good }) => claiming(good, LESSER_SIDE),
  },
  {
    name: 'pixels-in-a-jpeg.avi',
    expected: refused('too-many-pixels', 'damaged'),
    make: async ({ film }) => {
      const picture = await film(jpeg, 'large.jpg')
      const frame = picture.indexOf(Buffer.from([0xff, 0xc0]))
      picture.writeUInt16BE(LESSER_SIDE, frame + 5)
      picture.writeUInt16BE(LESSER_SIDE, frame + 7)
      return aviFile({ pictures: Array.from({ length: 10 }, () => picture) })
    },
  },
  {
    // No picture can be made of any of them either, and that is found first.
    name: 'frames-without-end.mp4',
    expected: refused('too-many-frames', 'damaged'),
    make: ({ good }) => frames(good, 3_000_000, 3_000_000),
  },
  {
    name: 'frames-that-are-not-there.mp4',
    expected: cannotBeRead,
    make: ({ good }) => frames(good, 150_000_000, 1_000),
  },
  {
    name: 'sample-sizes-claimed.mp4',
    expected: cannotBeRead,
    make: ({ good }) =>
      changed(good, (boxes) => {
        pictureTable(boxes, 'stsz').bytes = uint32(0, 0, 2 ** 31 - 1, 100)
      }),
  },
  {
    name: 'chunk-places-claimed.mp4',
    expected: 'bounded',
    make: ({ good }) =>
      changed(good, (boxes) => {
        pictureTable(boxes, 'stco').bytes = uint32(0, 2 ** 30, 48)
      }),
  },
  {
    name: 'edit-list-claimed.mp4',
    expected: 'bounded',
    make: ({ good }) =>
      changed(good, (boxes) => {
        boxAt(boxes, 'moov', 'trak', 'edts', 'elst').bytes = uint32(0, 2 ** 28, 1, 0, 65_536)
      }),
  },
  {
    name: 'edit-list-of-many-pieces.mp4',
    expected: refused('too-long'),
    make: ({ good }) =>
      changed(good, (boxes) => {
        const pieces = 100_000
        const entry = uint32(1_000, 0, 65_536)
        boxAt(boxes, 'moov', 'trak', 'edts', 'elst').bytes = Buffer.concat([
          uint32(0, pieces),
          ...Array.from({ length: pieces }, () => entry),
        ])
      }),
  },
  {
    // Its packets tell the truth, and are believed.
    name: 'duration-of-200-days-in-the-head.mp4',
    expected: 'ready',
    make: ({ good }) =>
      changed(good, (boxes) => {
        const mvhd = boxAt(boxes, 'moov', 'mvhd').bytes
        mvhd?.writeUInt32BE(1, 12)
        mvhd?.writeUInt32BE(200 * 86_400, 16)
      }),
  },
  {
    name: 'two-days-between-two-pictures.mp4',
    expected: refused('too-long'),
    make: ({ good }) =>
      changed(good, (boxes) => {
        const mdhd = boxAt(boxes, 'moov', 'trak', 'mdia', 'mdhd').bytes
        const perSecond = mdhd?.readUInt32BE(12) ?? 1
        const count = pictureTable(boxes, 'stsz').bytes?.readUInt32BE(8) ?? 2
        const step = Math.floor(perSecond / 25)
        const gap = Math.min(2 ** 31 - 1, 2 * 86_400 * perSecond)
        pictureTable(boxes, 'stts').bytes = uint32(0, 3, 10, step, 1, gap, count - 11, step)
        withoutEdits(boxes)
      }),
  },
  {
    name: 'thousand-tracks.mp4',
    expected: refused('too-many-streams'),
    make: ({ good }) =>
      changed(good, (boxes) => {
        const moov = boxAt(boxes, 'moov')
        const [first] = (moov.inside ?? []).filter(({ type }) => type === 'trak')
        if (first) moov.inside?.push(...Array.from({ length: 1_000 }, () => first))
      }),
  },
  {
    name: 'index-of-a-million.avi',
    expected: 'bounded',
    make: async ({ film }) => {
      const picture = await film(jpeg, 'indexed.jpg')
      const entry = indexEntry(4, picture.length)
      return aviFile({
        pictures: Array.from({ length: 10 }, () => picture),
        index: Buffer.concat(Array.from({ length: 1_000_000 }, () => entry)),
      })
    },
  },
]

/** Or the picture would be cut to the good clip's length. */
function withoutEdits(boxes: readonly Box[]): void {
  const trak = boxAt(boxes, 'moov', 'trak')
  trak.inside = trak.inside?.filter(({ type }) => type !== 'edts') ?? []
}

/** `count` pictures of one byte each in `there` bytes, at 25 a second. */
function frames(good: Buffer, count: number, there: number): Buffer {
  return Buffer.concat([
    changed(good, (boxes) => {
      const atByte = good.length + 1_000_000
      pictureTable(boxes, 'stsz').bytes = uint32(0, 1, count)
      pictureTable(boxes, 'stts').bytes = uint32(0, 1, count, 1)
      pictureTable(boxes, 'stsc').bytes = uint32(0, 1, 1, count, 1)
      pictureTable(boxes, 'stco').bytes = uint32(0, 1, atByte)
      withoutEdits(boxes)
      const table = boxAt(boxes, 'moov', 'trak', 'mdia', 'minf', 'stbl')
      table.inside = table.inside?.filter(({ type }) => type !== 'ctts' && type !== 'stss') ?? []
    }),
    box('free', Buffer.alloc(1_000_000 + there)),
  ])
}

/** The good clip whose sequence header says that a picture is `side` wide and high. */
function claiming(good: Buffer, side: number): Buffer {
  return changed(good, (boxes) => {
    const stsd = pictureTable(boxes, 'stsd')
    const bytes = stsd.bytes ?? Buffer.alloc(0)
    const set = sequenceParameterSet(side, side)
    const length = Buffer.alloc(2)
    length.writeUInt16BE(set.length)
    const avcc = Buffer.concat([
      Buffer.from([1, 66, 0, 62, 0xff, 0xe1]),
      length,
      set,
      Buffer.from([1, 0, 4, 0x68, 0xce, 0x3c, 0x80]),
    ])
    // Version, count, then one entry: 8 bytes of box head and 78 of a picture's own fields.
    const entry = box('avc1', Buffer.concat([bytes.subarray(16, 16 + 78), box('avcC', avcc)]))
    stsd.bytes = Buffer.concat([uint32(0, 1), entry])
  })
}

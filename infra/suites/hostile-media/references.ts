import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { aviFile } from './avi.ts'
import { type Box, box, boxAt, changed, uint32 } from './boxes.ts'
import { type HostileFile, refused, type Scene } from './hostile-file.ts'

const noPicture = refused('no-video-track', 'damaged')

/** Sound containers of film that name other files by their own rules. */
export const references: readonly HostileFile[] = [
  {
    name: 'mov-picture-lies-elsewhere.mov',
    expected: noPicture,
    make: ({ good, canaryVideo }) => pointing(good, (dref) => Buffer.concat([dref, alias(canaryVideo)])),
  },
  {
    name: 'mov-picture-at-an-address.mov',
    // ffmpeg does not know this kind of reference and reads the file itself.
    expected: 'bounded',
    make: ({ good, canaryUrl }) =>
      pointing(good, (dref) =>
        Buffer.concat([
          dref,
          box('url ', Buffer.concat([uint32(0), Buffer.from(`${canaryUrl}/film.mp4\0`)])),
        ]),
      ),
  },
  {
    name: 'avi-subtitle-holds-a-playlist.avi',
    expected: 'bounded',
    make: async ({ film, canaryUrl }) => {
      const picture = await film(['-f', 'lavfi', '-i', 'testsrc2=s=320x180', '-frames:v', '1'], 'gab2.jpg')
      return aviFile({
        pictures: Array.from({ length: 10 }, () => picture),
        subtitle: subtitleChunk(`#EXTM3U\n#EXTINF:2,\n${canaryUrl}/segment.ts\n#EXT-X-ENDLIST\n`),
      })
    },
  },
  {
    name: 'matroska-with-attachments.mkv',
    expected: 'ready',
    make: async ({ film, canaryText }) =>
      await film(
        [
          '-f',
          'lavfi',
          '-i',
          'testsrc2=s=320x180:d=1',
          '-c:v',
          'libx264',
          '-preset',
          'ultrafast',
          '-attach',
          canaryText,
          '-metadata:s:t',
          'mimetype=application/x-truetype-font',
          '-metadata:s:t',
          `filename=../../../..${canaryText}`,
        ],
        'attached.mkv',
      ),
  },
  {
    name: 'matroska-goes-on-in-another-file.mkv',
    expected: 'ready',
    make: linkedMatroska,
  },
  {
    name: 'matroska-subtitles-name-files.mkv',
    expected: 'ready',
    make: subtitledMatroska,
  },
]

function pointing(good: Buffer, entries: (head: Buffer) => Buffer): Buffer {
  return changed(good, (boxes) => {
    for (const trak of boxAt(boxes, 'moov').inside?.filter(({ type }) => type === 'trak') ?? []) {
      const dref: Box = boxAt([trak], 'trak', 'mdia', 'minf', 'dinf', 'dref')
      dref.bytes = entries(uint32(0, 1))
    }
  })
}

/** An alias record of the Macintosh that names a file by its whole path, as QuickTime's references do. */
function alias(path: string): Buffer {
  const folder = path.slice(1, path.lastIndexOf('/'))
  const name = path.slice(path.lastIndexOf('/') + 1)
  const whole = Buffer.from(`disk${path.replaceAll('/', ':')}`)
  const even = Buffer.concat([whole, Buffer.alloc(whole.length % 2)])
  const pascal = (words: string, room: number) => {
    const field = Buffer.alloc(room + 1)
    field.writeUInt8(Math.min(words.length, room), 0)
    field.write(words.slice(0, room), 1, 'latin1')
    return field
  }
  const tagged = (tag: number, bytes: Buffer) => {
    const head = Buffer.alloc(4)
    head.writeInt16BE(tag, 0)
    head.writeUInt16BE(bytes.length, 2)
    return Buffer.concat([head, bytes])
  }
  return box(
    'alis',
    Buffer.concat([
      uint32(0),
      Buffer.alloc(10),
      pascal('disk', 27),
      Buffer.alloc(12),
      pascal(name, 63),
      Buffer.alloc(16),
      // Up from the alias and down to its target: not relative.
      Buffer.from([0xff, 0xff, 0xff, 0xff]),
      Buffer.alloc(16),
      tagged(0, Buffer.from(folder.length % 2 === 0 ? folder : `${folder}\0`)),
      tagged(2, even),
      tagged(-1, Buffer.alloc(0)),
    ]),
  )
}

/** How AVI carries subtitles as a file within the file, whose kind ffmpeg guesses anew. */
function subtitleChunk(words: string): Buffer {
  const body = Buffer.from(words)
  const head = Buffer.alloc(17)
  head.write('GAB2\0', 'latin1')
  head.writeUInt16LE(2, 5)
  head.writeUInt32LE(0, 7)
  head.writeUInt16LE(4, 11)
  head.writeUInt32LE(body.length, 13)
  return Buffer.concat([head, body])
}

const EBML_VOID = 0xec

async function linkedMatroska({ film, canaryVideo }: Scene): Promise<Buffer> {
  const bytes = await film(
    [
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=320x180:d=1',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-reserve_index_space',
      '2000',
    ],
    'linked.mkv',
  )
  // A Void of two-byte length makes room for an Info element that names the next and the previous file.
  const words = Buffer.from(`file://${canaryVideo}`)
  const named = (id: number[]) => Buffer.concat([Buffer.from(id), vint(words.length), words])
  const inside = Buffer.concat([named([0x3e, 0x83, 0xbb]), named([0x3c, 0x83, 0xab])])
  const info = Buffer.concat([Buffer.from([0x15, 0x49, 0xa9, 0x66]), vint(inside.length), inside])
  for (let at = 0; at < bytes.length - 3; at += 1) {
    const size = ((bytes.readUInt8(at + 1) & 0x3f) << 8) | bytes.readUInt8(at + 2)
    if (bytes[at] !== EBML_VOID || bytes.readUInt8(at + 1) >> 6 !== 1 || size < info.length + 3) continue
    const left = size + 3 - info.length
    info.copy(bytes, at)
    Buffer.concat([Buffer.from([EBML_VOID]), vint(left - 3)]).copy(bytes, at + info.length)
    return bytes
  }
  throw new Error('there is no room in the Matroska file')
}

function vint(size: number): Buffer {
  return Buffer.from([0x40 | (size >> 8), size & 0xff])
}

async function subtitledMatroska({ film, dir, canaryText }: Scene): Promise<Buffer> {
  const subtitles = join(dir, 'names-files.ass')
  await writeFile(
    subtitles,
    `[Script Info]\nScriptType: v4.00+\nVideo File: ${canaryText}\n\n[Events]\nFormat: Layer, Start, End, Style, Text\n` +
      `Dialogue: 0,0:00:00.00,0:00:01.00,Default,{\\fn${canaryText}}words\n\n[Fonts]\nfontname: ${canaryText}\n`,
  )
  return await film(
    [
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=320x180:d=1',
      '-i',
      subtitles,
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-c:s',
      'copy',
    ],
    'subtitled.mkv',
  )
}

import { box, changed, pictureTable, uint32 } from './boxes.ts'
import { type HostileFile, refused } from './hostile-file.ts'

const broken = refused('damaged', 'not-a-video', 'no-video-track', 'unsupported-codec')

/** Files that were cut, bent or never whole. */
export const damaged: readonly HostileFile[] = [
  {
    name: 'moov-cut-off.mp4',
    expected: broken,
    make: ({ good }) => good.subarray(0, good.length - 900),
  },
  {
    name: 'moov-missing.mp4',
    expected: broken,
    make: ({ good }) => good.subarray(0, good.indexOf('moov') - 4),
  },
  {
    name: 'media-cut-in-the-middle.mp4',
    expected: 'bounded',
    make: async ({ film }) => {
      const whole = await film(
        ['-f', 'lavfi', '-i', 'testsrc2=s=320x180:d=2', '-c:v', 'libx264', '-movflags', '+faststart'],
        'faststart.mp4',
      )
      return whole.subarray(0, Math.floor(whole.length * 0.6))
    },
  },
  {
    name: 'samples-beyond-the-end.mp4',
    expected: broken,
    make: ({ good }) =>
      changed(good, (boxes) => {
        const stco = pictureTable(boxes, 'stco')
        const count = stco.bytes?.readUInt32BE(4) ?? 1
        stco.bytes = uint32(0, count, ...Array.from({ length: count }, () => 0xffff_fff0))
      }),
  },
  {
    name: 'five-thousand-boxes-deep.mp4',
    expected: broken,
    make: ({ good }) => {
      const ftyp = good.subarray(0, good.readUInt32BE(0))
      let inside: Buffer = Buffer.alloc(0)
      for (let depth = 0; depth < 5_000; depth += 1) inside = box(depth % 2 === 0 ? 'trak' : 'moov', inside)
      return Buffer.concat([ftyp, box('moov', inside)])
    },
  },
  {
    name: 'boxes-without-size.mp4',
    expected: broken,
    make: ({ good }) => {
      const ftyp = good.subarray(0, good.readUInt32BE(0))
      const nothing = Buffer.concat([uint32(0), Buffer.from('moov')])
      const longNothing = Buffer.concat([uint32(1), Buffer.from('trak'), uint32(0, 0)])
      return Buffer.concat([ftyp, nothing, ...Array.from({ length: 10_000 }, () => longNothing)])
    },
  },
  {
    name: 'laced-blocks-of-garbage.webm',
    expected: 'bounded',
    make: async ({ film }) => {
      const bytes = await film(
        [
          '-f',
          'lavfi',
          '-i',
          'testsrc2=s=320x180:d=1',
          '-f',
          'lavfi',
          '-i',
          'sine=d=1',
          '-c:v',
          'libvpx',
          '-c:a',
          'libopus',
        ],
        'laced.webm',
      )
      // SimpleBlock, its size in two bytes, its track, its time: the flags then claim EBML lacing.
      for (let at = 0; at < bytes.length - 8; at += 1) {
        if (bytes[at] !== 0xa3 || bytes.readUInt8(at + 1) >> 6 !== 1) continue
        bytes.writeUInt8(bytes.readUInt8(at + 6) | 0x06, at + 6)
        at += 6
      }
      return bytes
    },
  },
  {
    name: 'tables-that-name-themselves.ts',
    expected: broken,
    make: () => Buffer.concat(Array.from({ length: 20_000 }, (_, i) => programTable(i % 16, 0))),
  },
  {
    name: 'tables-of-a-thousand-programs.ts',
    expected: refused('damaged', 'not-a-video', 'no-video-track', 'unsupported-codec', 'too-many-streams'),
    make: () =>
      Buffer.concat(Array.from({ length: 20_000 }, (_, i) => programTable(i % 16, 1 + (i % 8_000)))),
  },
]

/** A packet of an MPEG transport stream with a program table (ISO/IEC 13818-1, 2.4.4.3) that points to `pid`. */
function programTable(counter: number, pid: number): Buffer {
  const packet = Buffer.alloc(188, 0xff)
  const section = Buffer.from([
    0,
    0xb0,
    13,
    0,
    1,
    0xc1,
    0,
    0,
    pid >> 8,
    pid & 0xff,
    0xe0 | (pid >> 8),
    pid & 0xff,
  ])
  Buffer.from([0x47, 0x40, 0, 0x10 | counter, 0]).copy(packet)
  section.copy(packet, 5)
  packet.writeInt32BE(crc32(section), 5 + section.length)
  return packet
}

/** The checksum of transport streams: polynomial 0x04c11db7, nothing reversed. */
function crc32(bytes: Buffer): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) {
    crc ^= byte << 24
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000_0000 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1
  }
  return crc | 0
}

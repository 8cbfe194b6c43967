import { box, uint32 } from './boxes.ts'
import { type HostileFile, notTaken } from './hostile-file.ts'

/** Files that are two kinds at once. */
export const polyglots: readonly HostileFile[] = [
  {
    name: 'picture-then-film.jpg.mp4',
    expected: { refused: ['not-a-video', 'unsupported-format', 'no-video-track', 'damaged'] },
    make: async ({ film, good }) =>
      Buffer.concat([
        await film(['-f', 'lavfi', '-i', 'testsrc2=s=320x180', '-frames:v', '1'], 'front.jpg'),
        good,
      ]),
  },
  {
    // Where the film's own words end, another program sees an archive begin: nothing of it is unpacked.
    name: 'film-then-archive.mp4',
    expected: 'ready',
    make: ({ good }) => Buffer.concat([good, box('free', archive('../../etc/cron.d/x', 'not for you'))]),
  },
  {
    name: 'film-with-a-page-inside.mp4',
    expected: 'ready',
    make: ({ good }) =>
      Buffer.concat([good, box('free', Buffer.from('<html><script>fetch("/api/clips")</script></html>'))]),
  },
  {
    name: 'page-then-film.mp4',
    expected: 'bounded',
    make: ({ good }) => Buffer.concat([Buffer.from('<!doctype html><script>alert(1)</script>'), good]),
  },
  {
    name: 'playlist-inside-the-first-box.mp4',
    expected: 'ready',
    make: ({ good, canaryUrl }) => {
      const words = Buffer.from(`\n#EXTM3U\n#EXTINF:2,\n${canaryUrl}/a.ts\n`)
      const ftyp = good.readUInt32BE(0)
      // Kept as long as the old first box and the free one after it, or the places of the samples shift.
      const rest = good.subarray(ftyp)
      return Buffer.concat([good.subarray(0, ftyp), rest, box('free', words)])
    },
  },
  {
    name: 'playlist-whose-first-line-is-a-box.mp4',
    expected: notTaken,
    make: ({ good, canaryVideo }) =>
      Buffer.concat([Buffer.from(`#EXTM3U\n#EXTINF:2,\nfile://${canaryVideo}\n#EXT-X-ENDLIST\n\0\0`), good]),
  },
  {
    name: 'playlist-before-a-transport-stream.ts',
    expected: 'bounded',
    make: async ({ film, canaryUrl }) =>
      Buffer.concat([
        Buffer.from(`#EXTM3U\n#EXTINF:2,\n${canaryUrl}/a.ts\n#EXT-X-ENDLIST\n`),
        await film(
          ['-f', 'lavfi', '-i', 'testsrc2=s=320x180:d=1', '-c:v', 'libx264', '-preset', 'ultrafast'],
          'behind.ts',
        ),
      ]),
  },
]

/** A stored file in the form of ZIP, its directory after it. */
function archive(name: string, words: string): Buffer {
  const body = Buffer.from(words)
  const title = Buffer.from(name)
  const fields = (signature: number, extra: Buffer) => {
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt32LE(body.length, 14)
    head.writeUInt32LE(body.length, 18)
    head.writeUInt16LE(title.length, 22)
    return Buffer.concat([uint32(signature), extra, head, title])
  }
  return Buffer.concat([
    fields(0x504b0304, Buffer.alloc(0)),
    body,
    fields(0x504b0102, Buffer.from([20, 0])),
    uint32(0x504b0506),
    Buffer.alloc(18),
  ])
}

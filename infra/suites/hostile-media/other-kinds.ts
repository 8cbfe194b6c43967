import { type Expected, type HostileFile, notTaken, refused } from './hostile-file.ts'

const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=320x180:d=1']
const sound = ['-f', 'lavfi', '-i', 'sine=d=1']
const noCodec = refused('unsupported-codec')
const noFormat = refused('unsupported-format')

const filmed = (name: string, expected: Expected, ...args: string[]): HostileFile => ({
  name,
  expected,
  make: async ({ film }) => await film(args, name),
})
const plain = (name: string, expected: Expected, bytes: Buffer): HostileFile => ({
  name,
  expected,
  make: () => bytes,
})

/** Decoders and demuxers that nobody's phone needs, and what is no film at all. */
export const otherKinds: readonly HostileFile[] = [
  // Debian's 5.1.9 lacks a fix in this decoder: it must never be run.
  filmed('magicyuv.avi', noCodec, ...picture, '-c:v', 'magicyuv'),
  filmed('magicyuv.mov', noCodec, ...picture, '-c:v', 'magicyuv'),
  {
    name: 'h264-that-calls-itself-magicyuv.avi',
    expected: noCodec,
    make: async ({ film }) => {
      const bytes = await film([...picture, '-c:v', 'libx264', '-preset', 'ultrafast'], 'renamed.avi')
      for (let at = bytes.indexOf('H264'); at >= 0; at = bytes.indexOf('H264', at)) bytes.write('M8RG', at)
      return bytes
    },
  },
  filmed('cinepak.avi', noCodec, ...picture, '-c:v', 'cinepak', '-frames:v', '3'),
  filmed('ffv1.mkv', noCodec, ...picture, '-c:v', 'ffv1'),
  filmed('snow.avi', noCodec, ...picture, '-c:v', 'snow', '-strict', '-2'),
  filmed('huffyuv.avi', noCodec, ...picture, '-c:v', 'huffyuv'),
  filmed('prores.mov', 'ready', ...picture, '-c:v', 'prores'),
  filmed('film.gif', noFormat, ...picture),
  filmed('film.flv', noFormat, ...picture, '-c:v', 'flv'),
  filmed('film.wmv', noFormat, ...picture, '-c:v', 'wmv2', '-f', 'asf'),
  filmed('sound.ogg', refused('unsupported-format', 'no-video-track'), ...sound, '-c:a', 'libvorbis'),
  filmed('film.mxf', noFormat, ...picture, '-c:v', 'mpeg2video'),
  filmed('film.nut', noFormat, ...picture, '-c:v', 'mpeg4', '-f', 'nut'),
  filmed('film.y4m', notTaken, ...picture, '-pix_fmt', 'yuv420p', '-frames:v', '3'),
  filmed('raw-jpegs.mp4', notTaken, ...picture, '-c:v', 'mjpeg', '-f', 'mjpeg'),
  filmed('picture%03d.png', notTaken, ...picture, '-frames:v', '1', '-update', '1', '-f', 'image2'),
  filmed('sound.wav', refused('no-video-track'), ...sound),
  plain('frame%04d.mp4', notTaken, Buffer.from('picture%03d.png\n/tmp/*.png\n')),
  plain(
    'drawing.svg.mp4',
    notTaken,
    Buffer.from(
      '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]><svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/><text>&x;</text></svg>\n',
    ),
  ),
  plain('words.mp4', notTaken, Buffer.from('A lesson plan, and no lesson.\n'.repeat(1_000))),
  plain('nothing.mp4', refused('file-empty'), Buffer.alloc(0)),
  plain('one-byte.mp4', notTaken, Buffer.from([0])),
  plain('zeros.mp4', notTaken, Buffer.alloc(10_000_000)),
]

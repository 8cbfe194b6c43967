import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pictureCodecs } from '@cuepoint/testing'
import { aac, makeSignalClip, remake, type SignalClip } from '../stage/signal-clip.ts'

export type SyncCase = {
  readonly name: string
  readonly make: (ffmpeg: string, folder: string) => Promise<string>
  /** Of the instants with a flash and a beep, how many have to be found at least. */
  readonly signals: number
}

const { h264, hevc } = pictureCodecs
const base: SignalClip = {
  seconds: 9.6,
  width: 640,
  height: 360,
  fps: 30,
  picture: [...h264, '-g', '60'],
  sound: aac,
}
const withB = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-bf', '3', '-g', '60']
const vp8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '1M']
const opus = ['-c:a', 'libopus']
/** Pictures at uneven times: so many are left out that a whole flash may be among them. */
const uneven = "select='lt(random(3),0.35+0.5*lt(mod(t,4),2))'"
const vfr = ['-fps_mode', 'vfr']

const made =
  (file: string, change: Partial<SignalClip> = {}): SyncCase['make'] =>
  async (ffmpeg, folder) =>
    await makeSignalClip(ffmpeg, join(folder, file), { ...base, ...change })
/** Made plain first, then worked on by what comes between the two files on ffmpeg's line. */
const remade =
  (
    file: string,
    before: readonly string[],
    after: readonly string[],
    change: Partial<SignalClip> = {},
  ): SyncCase['make'] =>
  async (ffmpeg, folder) => {
    const plain = await makeSignalClip(ffmpeg, join(folder, `plain-${file}`), {
      ...base,
      picture: withB,
      ...change,
    })
    return await remake(ffmpeg, before, plain, after, join(folder, file))
  }
/** The same file once more, its sound or its pictures moved by an offset. */
const offset =
  (file: string, seconds: string, first: 'v' | 'a', then: 'v' | 'a'): SyncCase['make'] =>
  async (ffmpeg, folder) => {
    const plain = await makeSignalClip(ffmpeg, join(folder, `plain-${file}`), { ...base, picture: withB })
    const after = [
      '-itsoffset',
      seconds,
      '-i',
      plain,
      '-map',
      `0:${first}`,
      '-map',
      `1:${then}`,
      '-c',
      'copy',
    ]
    return await remake(ffmpeg, [], plain, after, join(folder, file))
  }
const cutTo =
  (share: number, whole: SyncCase['make']): SyncCase['make'] =>
  async (ffmpeg, folder) => {
    const file = await whole(ffmpeg, folder)
    const { size } = await stat(file)
    await writeFile(file, (await readFile(file)).subarray(0, Math.floor(size * share)))
    return file
  }

/** What phones, browsers and other people's programs do to the two clocks of a clip. */
export const syncCases: readonly SyncCase[] = [
  { name: 'H.264 with B-frames, as it is', signals: 5, make: made('plain.mp4', { picture: withB }) },
  {
    name: 'turned by 90',
    signals: 5,
    make: remade('turned.mp4', [], ['-c', 'copy', '-metadata:s:v:0', 'rotate=90']),
  },
  { name: 'uneven picture times, mp4', signals: 4, make: made('vfr.mp4', { filter: uneven, output: vfr }) },
  {
    name: 'uneven picture times, VP8 webm',
    signals: 4,
    make: made('vfr.webm', { filter: uneven, output: vfr, picture: vp8, sound: opus }),
  },
  {
    name: 'uneven picture times, HEVC turned',
    signals: 4,
    make: remade('vfr-turned.mp4', [], ['-c', 'copy', '-metadata:s:v:0', 'rotate=270'], {
      filter: uneven,
      output: vfr,
      picture: hevc,
    }),
  },
  {
    name: 'edit list: cut before a keyframe',
    signals: 5,
    make: remade('edited.mp4', ['-ss', '0.7'], ['-c', 'copy']),
  },
  { name: 'sound 0.4 s late', signals: 5, make: offset('late-sound.mp4', '0.4', 'v', 'a') },
  { name: 'sound 0.4 s early', signals: 4, make: offset('early-sound.mp4', '-0.4', 'v', 'a') },
  { name: 'pictures 0.6 s late', signals: 5, make: offset('late-picture.mp4', '0.6', 'a', 'v') },
  { name: 'HEVC', signals: 5, make: made('hevc.mp4', { picture: hevc }) },
  {
    name: 'VP9 webm of odd sides',
    signals: 5,
    make: made('odd.webm', {
      width: 427,
      height: 241,
      picture: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-pix_fmt', 'yuv420p'],
      sound: opus,
    }),
  },
  {
    name: 'H.264 4:4:4 of odd sides',
    signals: 5,
    make: made('odd.mp4', {
      width: 853,
      height: 481,
      picture: ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv444p'],
    }),
  },
  {
    name: 'sound of 44.1 kHz',
    signals: 5,
    make: made('44k.mp4', { picture: withB, sound: [...aac, '-ar', '44100'] }),
  },
  {
    name: 'sound of 5.1',
    signals: 5,
    make: made('surround.mp4', { picture: withB, sound: [...aac, '-ac', '6'] }),
  },
  {
    name: 'mono',
    signals: 5,
    make: made('mono.mp4', { picture: withB, sound: [...aac, '-ac', '1', '-ar', '16000'] }),
  },
  {
    name: 'sound on the right side alone',
    signals: 5,
    make: made('right.mp4', { picture: withB, soundFilter: 'pan=stereo|c0=0*c0|c1=c0' }),
  },
  {
    name: 'two sound tracks, the first one meant',
    signals: 5,
    make: remade(
      'tracks.mp4',
      [],
      [
        '-f',
        'lavfi',
        '-i',
        'sine=f=300:d=9',
        '-map',
        '0',
        '-map',
        '1:a',
        '-c:v',
        'copy',
        '-c:a',
        'aac',
        '-disposition:a:0',
        'default',
        '-disposition:a:1',
        '0',
      ],
    ),
  },
  {
    name: 'interlaced',
    signals: 5,
    make: made('interlaced.mp4', {
      // Both fields of a picture show the same instant, or a flash would begin between two pictures.
      fps: 25,
      filter: 'fps=50,tinterlace=interleave_top',
      picture: [
        '-c:v',
        'libx264',
        '-preset',
        'veryfast',
        '-flags',
        '+ilme+ildct',
        '-x264opts',
        'tff=1',
        '-pix_fmt',
        'yuv420p',
      ],
    }),
  },
  {
    name: 'pixels of 4:3',
    signals: 5,
    make: made('wide-pixels.mp4', { width: 480, height: 360, filter: 'setsar=4/3', picture: withB }),
  },
  { name: '60 pictures a second', signals: 5, make: made('sixty.mp4', { fps: 60, picture: withB }) },
  {
    name: '25 pictures a second, MPEG-4 in AVI',
    signals: 5,
    make: made('pal.avi', {
      fps: 25,
      picture: ['-c:v', 'mpeg4', '-q:v', '5'],
      sound: ['-c:a', 'libmp3lame'],
    }),
  },
  {
    name: 'transport stream that starts late',
    signals: 5,
    make: remade('late.ts', [], ['-c', 'copy', '-output_ts_offset', '1000', '-f', 'mpegts']),
  },
  {
    name: 'recorded by a browser: webm without a duration',
    signals: 5,
    make: made('recorded.webm', { picture: vp8, sound: opus, output: ['-live', '1', '-f', 'webm'] }),
  },
  {
    name: 'recorded by a browser: fragmented mp4 with Opus',
    signals: 5,
    make: made('recorded.mp4', {
      picture: withB,
      sound: opus,
      output: ['-movflags', 'frag_keyframe+empty_moov+default_base_moof'],
    }),
  },
  { name: 'no keyframe for 9 s', signals: 5, make: made('sparse.mp4', { picture: [...h264, '-g', '1000'] }) },
  {
    name: 'open groups of pictures',
    signals: 5,
    make: made('open.mp4', { picture: [...withB, '-x264-params', 'open-gop=1:keyint=50:scenecut=0'] }),
  },
  {
    name: 'a hole in the sound',
    signals: 4,
    make: made('hole.mkv', { picture: withB, soundFilter: "aselect='not(between(t,4,6))'" }),
  },
  {
    name: 'a damaged end, transport stream',
    signals: 3,
    make: cutTo(0.8, made('cut.ts', { picture: withB, output: ['-f', 'mpegts'] })),
  },
  {
    name: 'a damaged end, webm',
    signals: 3,
    make: cutTo(0.8, made('cut.webm', { picture: vp8, sound: opus })),
  },
  { name: 'in parts: 26 s of HEVC', signals: 12, make: made('parts.mp4', { seconds: 26, picture: hevc }) },
  {
    name: 'in parts: 26 s of uneven VP8',
    signals: 9,
    make: made('parts.webm', { seconds: 26, filter: uneven, output: vfr, picture: vp8, sound: opus }),
  },
  {
    name: 'in parts: 26 s of H.264, the top copied',
    signals: 12,
    make: made('parts-copied.mp4', { seconds: 26, picture: withB }),
  },
]

/** Where a clip begins to be made in parts, in the worker's settings, so that the long ones above are. */
export const partSettings = { PART_ABOVE_SECONDS: '10', PART_SECONDS: '8' } as const

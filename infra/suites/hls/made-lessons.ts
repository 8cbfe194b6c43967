import { join } from 'node:path'
import { pictureCodecs } from '@cuepoint/testing'
import { aac, makeSignalClip, remake } from '../stage/signal-clip.ts'

export type MadeLesson = {
  readonly name: string
  /** The file, and how many seconds of it can be seen. */
  readonly make: (ffmpeg: string, folder: string) => Promise<string>
  readonly seconds: number
  readonly hasSound: boolean
}

const keyframes = (frames: number) => [
  ...['-g', String(frames), '-keyint_min', String(frames), '-sc_threshold', '0'],
]
/** Four of seven pictures are left, as on a phone in a dark room. */
const uneven = "select='not(eq(mod(n,7),2)+eq(mod(n,7),3)+eq(mod(n,7),6))'"

/** One of each kind of ladder: copied, turned, silent, of another rate, made in parts. */
export const madeLessons: readonly MadeLesson[] = [
  {
    name: 'H.264 1080p30, keyframes every 2 s: the top may be copied',
    seconds: 20,
    hasSound: true,
    make: async (ffmpeg, folder) =>
      await makeSignalClip(ffmpeg, join(folder, 'copied.mp4'), {
        seconds: 20,
        width: 1920,
        height: 1080,
        fps: 30,
        picture: [
          '-c:v',
          'libx264',
          '-preset',
          'veryfast',
          '-b:v',
          '4M',
          '-bf',
          '2',
          '-pix_fmt',
          'yuv420p',
          ...keyframes(60),
        ],
        sound: [...aac, '-ac', '2'],
      }),
  },
  {
    name: 'H.264 720p30, open groups of uneven length',
    seconds: 16,
    hasSound: true,
    make: async (ffmpeg, folder) =>
      await makeSignalClip(ffmpeg, join(folder, 'open.mp4'), {
        seconds: 16,
        width: 1280,
        height: 720,
        fps: 30,
        picture: [
          '-c:v',
          'libx264',
          '-preset',
          'veryfast',
          '-b:v',
          '2M',
          '-x264-params',
          'open-gop=1:keyint=100:min-keyint=20:bframes=3',
          '-pix_fmt',
          'yuv420p',
        ],
        sound: aac,
      }),
  },
  {
    name: 'HEVC 720p, turned by 90, pictures at uneven times',
    seconds: 12,
    hasSound: true,
    make: async (ffmpeg, folder) => {
      const flat = await makeSignalClip(ffmpeg, join(folder, 'flat.mp4'), {
        seconds: 12,
        width: 1280,
        height: 720,
        fps: 30,
        filter: uneven,
        picture: pictureCodecs.hevc,
        sound: aac,
        output: ['-fps_mode', 'vfr'],
      })
      const turn = ['-c', 'copy', '-metadata:s:v:0', 'rotate=90']
      return await remake(ffmpeg, [], flat, turn, join(folder, 'turned.mp4'))
    },
  },
  {
    name: 'H.264 720p, portrait and silent',
    seconds: 12,
    hasSound: false,
    make: async (ffmpeg, folder) =>
      await makeSignalClip(ffmpeg, join(folder, 'portrait.mp4'), {
        seconds: 12,
        width: 720,
        height: 1280,
        fps: 30,
        picture: [...pictureCodecs.h264, ...keyframes(90)],
      }),
  },
  {
    name: 'MPEG-4 576p at 25 pictures a second',
    seconds: 12,
    hasSound: true,
    make: async (ffmpeg, folder) =>
      await makeSignalClip(ffmpeg, join(folder, 'pal.avi'), {
        seconds: 12,
        width: 1024,
        height: 576,
        fps: 25,
        picture: ['-c:v', 'mpeg4', '-q:v', '4'],
        sound: ['-c:a', 'libmp3lame'],
      }),
  },
  {
    name: 'VP8 540p of 26 s, made in parts',
    seconds: 26,
    hasSound: true,
    make: async (ffmpeg, folder) =>
      await makeSignalClip(ffmpeg, join(folder, 'parts.webm'), {
        seconds: 26,
        width: 960,
        height: 540,
        fps: 30,
        picture: ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '2M'],
        sound: ['-c:a', 'libopus', '-b:a', '96k'],
      }),
  },
]

/** Where a clip begins to be made in parts, in the worker's settings, so that the long one above is. */
export const partSettings = { PART_ABOVE_SECONDS: '22', PART_SECONDS: '8' } as const

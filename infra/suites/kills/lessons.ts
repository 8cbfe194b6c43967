import { join } from 'node:path'
import { pictureCodecs } from '@cuepoint/testing'
import type { MadeLesson } from '../hls/made-lessons.ts'
import { aac, makeSignalClip } from '../stage/signal-clip.ts'

const SECONDS = 20
const size = { seconds: SECONDS, width: 1280, height: 720, fps: 30 }
const keyframes = ['-g', '60', '-keyint_min', '60', '-sc_threshold', '0']

/** One whose own pictures are shown, and one that is encoded from the start. */
export const lessons: readonly MadeLesson[] = [
  {
    name: 'copied',
    seconds: SECONDS,
    hasSound: true,
    make: async (ffmpeg, folder) =>
      await makeSignalClip(ffmpeg, join(folder, 'copied.mp4'), {
        ...size,
        picture: [...pictureCodecs.h264, ...keyframes],
        sound: aac,
      }),
  },
  {
    name: 'encoded',
    seconds: SECONDS,
    hasSound: true,
    make: async (ffmpeg, folder) =>
      await makeSignalClip(ffmpeg, join(folder, 'encoded.mp4'), {
        ...size,
        picture: pictureCodecs.hevc,
        sound: aac,
      }),
  },
]

/** Two parts of each. */
export const partSettings = { PART_ABOVE_SECONDS: '12', PART_SECONDS: '12' } as const

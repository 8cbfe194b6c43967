import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { testServices } from './test-services.ts'

const run = promisify(execFile)

export type ClipOptions = {
  readonly seconds?: number
  readonly width?: number
  readonly height?: number
  readonly fps?: number
  /** A rising tone once a second, or no sound track at all. */
  readonly audio?: 'tone' | 'none'
  /** Degrees a player has to turn the picture, as phones write it. */
  readonly rotation?: 0 | 90 | 180 | 270
  readonly video?: 'h264' | 'hevc' | 'vp9' | 'mpeg4'
  readonly container?: 'mp4' | 'mov' | 'mkv' | 'webm' | 'avi'
  readonly keyframeSeconds?: number
}

/** How a made clip's pictures are encoded: quickly, as phones and browsers would. */
export const pictureCodecs = {
  h264: ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
  hevc: [
    ...['-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
    ...['-tag:v', 'hvc1', '-x265-params', 'log-level=none'],
  ],
  vp9: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'],
  mpeg4: ['-c:v', 'mpeg4', '-q:v', '5'],
} as const

/** The path of a made clip: a moving picture with a frame counter's worth of detail. Made once, kept between runs. */
export async function makeClip(options: ClipOptions = {}): Promise<string> {
  const clip = {
    seconds: 2,
    width: 640,
    height: 360,
    fps: 30,
    audio: 'tone',
    rotation: 0,
    video: 'h264',
    container: 'mp4',
    keyframeSeconds: 2,
    ...options,
  } as const satisfies Required<ClipOptions>
  const { cacheDir, ffmpegPath } = testServices()
  const folder = join(cacheDir, 'test-clips')
  const args = clipArgs(clip)
  const file = join(
    folder,
    `${createHash('sha256').update(args.join(' ')).digest('hex').slice(0, 16)}.${clip.container}`,
  )
  if (existsSync(file)) return file
  await mkdir(folder, { recursive: true })
  const making = `${file}.${process.pid}.${clip.container}`
  await run(ffmpegPath, ['-hide_banner', '-loglevel', 'error', '-y', ...args, making])
  if (clip.rotation === 0) await rename(making, file)
  else await rotate(ffmpegPath, clip.rotation, making, file)
  return file
}

function clipArgs(clip: Required<ClipOptions>): string[] {
  const picture = [
    '-f',
    'lavfi',
    '-i',
    `testsrc2=size=${clip.width}x${clip.height}:rate=${clip.fps}:duration=${clip.seconds}`,
  ]
  const soundCodec = clip.container === 'webm' ? 'libopus' : clip.container === 'avi' ? 'libmp3lame' : 'aac'
  const tone = `aevalsrc=0.3*sin(2*PI*t*(300+200*mod(t\\,1))):s=48000:d=${clip.seconds}`
  const sound = clip.audio === 'tone' ? ['-f', 'lavfi', '-i', tone, '-c:a', soundCodec, '-shortest'] : ['-an']
  const keyframes = ['-g', String(clip.keyframeSeconds * clip.fps), '-threads', '2']
  return [...picture, ...sound, ...pictureCodecs[clip.video], ...keyframes]
}

/** The turn is written into the container, as phones do; the frames stay as they are. */
async function rotate(ffmpegPath: string, degrees: number, from: string, to: string): Promise<void> {
  const making = from.replace(/(\.\w+)$/, '.turned$1')
  await run(ffmpegPath, [
    '-hide_banner',
    '-loglevel',
    'error',
    '-y',
    '-display_rotation',
    String(360 - degrees),
    '-i',
    from,
    '-c',
    'copy',
    making,
  ]).catch(
    // ffmpeg 5 has no such option; its mp4 writer takes the turn from the stream's metadata instead.
    async () =>
      await run(ffmpegPath, [
        '-hide_banner',
        '-loglevel',
        'error',
        '-y',
        '-i',
        from,
        '-c',
        'copy',
        '-metadata:s:v:0',
        `rotate=${degrees}`,
        making,
      ]),
  )
  await rename(making, to)
  await rm(from, { force: true })
}

/** A made clip: what its file is called after, how it is made, and what has to be done to the file afterwards. */
export type InputName = 'h264' | 'hevc' | 'vfr'

export type InputRecipe = {
  readonly extension: 'mp4' | 'webm'
  /** ffmpeg's arguments up to the name of the file. */
  readonly encode: readonly string[]
  /** A turn is written into the container by a second pass that copies, as the tool of this version does it. */
  readonly turned: boolean
}

/** Sides of the classroom before the hand that holds the phone moves it. */
const ROOM = { width: 2000, height: 1126 }
const PICTURES_PER_SECOND = 30

/**
 * A classroom as a phone sees it, of sources that every ffmpeg has: a still room with fine detail, a lively picture
 * on the wall and somebody who moves, the whole held by a hand that is not quite still, with the noise of a small
 * sensor and a quiet voice in a humming room. Blur and contrast were chosen so that x264 finds it as hard as real
 * footage: within some percent the same bits, the same similarity and the same time at the same settings.
 */
const picture = [
  // One picture of the room is enough; a set that moves by itself would be no room.
  '[0:v]trim=end_frame=1,loop=-1:1,setpts=N/30/TB,format=yuv444p,gblur=sigma=2:planes=1,gblur=sigma=8:planes=6,eq=contrast=0.6:saturation=0.3',
  "crop=1920:1080:x='40+24*sin(n/37)+4*sin(n/3.1)':y='23+14*sin(n/53)+3*sin(n/2.3)'[room]",
]
const wall = '[1:v]setsar=1,gblur=sigma=1.5,eq=contrast=0.7:saturation=0.3[wall]'
const child = '[2:v]setsar=1,gblur=sigma=1.5,eq=contrast=0.6:saturation=0.2[child]'
const together = [
  '[room][wall]overlay=60:660[one]',
  "[one][child]overlay=x='1300+60*sin(n/40)':y='660+20*sin(n/25)',format=yuv420p,noise=c0s=5:c0f=t+u:c1s=3:c1f=t:c2s=3:c2f=t",
]
const voice = '[3:a][4:a]amix=inputs=2:duration=longest,aresample=48000[sound]'

const sources = [
  `mandelbrot=size=${ROOM.width}x${ROOM.height}:rate=${PICTURES_PER_SECOND}:start_x=-0.7436:start_y=0.1318:start_scale=0.02:end_scale=0.019:maxiter=300`,
  `testsrc2=size=640x360:rate=${PICTURES_PER_SECOND}`,
  `mandelbrot=size=480x360:rate=${PICTURES_PER_SECOND}:start_scale=1.2:end_scale=0.4:maxiter=200`,
  'anoisesrc=color=brown:amplitude=0.03:sample_rate=48000:seed=3',
  'aevalsrc=0.08*sin(2*PI*t*(180+60*sin(t*1.7)))*(0.5+0.5*sin(t*5)):s=48000',
]

/** After the last filter: which pictures there are, and in which size. */
const endings: Readonly<Record<InputName, string>> = {
  h264: 'format=yuv420p',
  hevc: 'format=yuv420p',
  // Every second picture, and of the others as many as chance leaves: no two intervals need be alike.
  vfr: "format=yuv420p,scale=1280:720,select='not(mod(n\\,2))+gt(random(1)\\,0.6)'",
}

const encoders: Readonly<Record<InputName, readonly string[]>> = {
  h264: [
    ...['-c:v', 'libx264', '-preset', 'superfast', '-profile:v', 'high', '-bf', '0', '-g', '30'],
    ...['-sc_threshold', '0', '-b:v', '14M', '-maxrate', '17M', '-bufsize', '17M'],
    ...['-c:a', 'aac', '-b:a', '128k', '-ac', '2'],
  ],
  hevc: [
    ...['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none', '-tag:v', 'hvc1'],
    ...['-b:v', '8M', '-c:a', 'aac', '-b:a', '128k', '-ac', '1'],
  ],
  vfr: [
    ...['-vsync', 'vfr', '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '2500k'],
    ...['-c:a', 'libopus', '-b:a', '64k', '-ac', '1'],
  ],
}

/** How to make so many seconds of a clip. */
export function inputRecipe(name: InputName, seconds: number): InputRecipe {
  const filters = [picture.join(','), wall, child, `${together.join(';')},${endings[name]}[picture]`, voice]
  return {
    extension: name === 'vfr' ? 'webm' : 'mp4',
    turned: name === 'hevc',
    encode: [
      ...sources.flatMap((source) => ['-f', 'lavfi', '-i', source]),
      ...[
        '-filter_complex',
        filters.join(';'),
        '-map',
        '[picture]',
        '-map',
        '[sound]',
        '-t',
        String(seconds),
      ],
      ...encoders[name],
    ],
  }
}

/** Plays a file ten times over without decoding it: a long clip for the price of a copy. */
export const tenfoldArgs = (from: string): readonly string[] => [
  ...['-stream_loop', '9', '-i', from, '-map', '0', '-c', 'copy'],
]

/** Writes the quarter turn that phones write; the pictures stay as they are. The tool of version 5 knows only this way. */
export const turnArgs = (from: string): readonly string[] => [
  ...['-i', from, '-map', '0', '-c', 'copy', '-tag:v', 'hvc1', '-metadata:s:v:0', 'rotate=90'],
]

import type { ReferenceCommand, ReferenceJob } from './reference.ts'
import { shortSide } from './rungs.ts'

/**
 * Source: github.com/mediacms-io/mediacms, each file as it was at the commit named.
 *
 * - files/helpers.py (58fea135), `get_base_ffmpeg_command` and `produce_ffmpeg_commands`: above 2 s one pass with `-crf 23`;
 *   `-preset faster` from 720 lines on and `medium` below; scaled with lanczos inside a box of 16:9; `-maxrate` and
 *   `-bufsize` of 1.5 times a table's rate; `-force_key_frames` every 4 s, `keyint` 8 s and `keyint_min` 4 s;
 *   `-profile:v main -level 4.2 -strict -2`; sound `-c:a aac -b:a 128k -ac 2` with every rendition; no `-threads`.
 * - fixtures/encoding_profiles.json (5aaea3c0): one MP4 for each active profile, H.264 at 1080, 720, 480, 360, 240 and 144.
 * - cms/settings.py (02f86068): a clip is only cut into chunks above 5 minutes, so none of these is.
 *
 * - files/models.py and files/tasks.py (fdc67e15): one thumbnail from anywhere in the file, and a sprite sheet for
 *   scrubbing from a picture every 10 s, which decodes the whole file once more.
 *
 * What a clip costs there as it is installed: its own resolutions, which have 360 lines and not our 144 (for 144 its
 * table has no rate, so that nothing comes out), and its pictures, as ours are counted as well. Its animated preview,
 * its sum over the file and Bento4's packing of the finished files into HLS are left out: that favours it.
 */
export function mediaCms({ input, dir }: ReferenceJob): readonly ReferenceCommand[] {
  const short = shortSide(input)
  const opened = ['-v', 'error', '-nostdin', '-y'] as const
  const renditions = rates
    .filter(({ lines }) => lines <= short)
    .map(({ lines, kbit }) => {
      const wide = Math.round((lines * 16) / 9)
      const box = (landscape: number, portrait: number): string =>
        `if(lt(iw\\,ih)\\,${portrait}\\,${landscape})`
      return [
        ...[...opened, '-i', input.file, '-c:v', 'libx264'],
        '-filter:v',
        `scale=${box(wide, lines)}:${box(lines, wide)}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=lanczos,fps=fps=${PICTURES_PER_SECOND}`,
        ...['-pix_fmt', 'yuv420p', '-crf', '23', '-c:a', 'aac', '-b:a', '128k', '-ac', '2'],
        ...['-maxrate', `${kbit * 1.5}k`, '-bufsize', `${kbit * 1.5}k`],
        ...['-force_key_frames', `expr:gte(t,n_forced*${KEYFRAME_SECONDS})`],
        '-x264-params',
        `keyint=${PICTURES_PER_SECOND * KEYFRAME_SECONDS * 2}:keyint_min=${PICTURES_PER_SECOND * KEYFRAME_SECONDS}`,
        ...['-preset', lines >= 720 ? 'faster' : 'medium', '-profile:v', 'main', '-level', '4.2'],
        ...['-strict', '-2', `${dir}/${lines}.mp4`],
      ]
    })
  const thumbnail = [
    ...[...opened, '-ss', (input.seconds / 2).toFixed(1), '-i', input.file],
    ...['-vframes', '1', `${dir}/thumbnail.jpg`],
  ]
  const sprites = [
    ...[...opened, '-i', input.file, '-f', 'image2', '-vf', 'fps=1/10, scale=160:90'],
    `${dir}/sprite-%03d.jpg`,
  ]
  return [...renditions, thumbnail, sprites]
}

const PICTURES_PER_SECOND = 30
const KEYFRAME_SECONDS = 4
/** For at most 30 pictures a second. */
const rates = [
  { lines: 1080, kbit: 4_500 },
  { lines: 720, kbit: 2_500 },
  { lines: 480, kbit: 1_000 },
  { lines: 360, kbit: 500 },
  { lines: 240, kbit: 300 },
] as const

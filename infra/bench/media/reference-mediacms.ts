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
 * Of its resolutions those are made that we make. Its 360 is left out, as is 144, for which its table has no rate so
 * that nothing comes out; its animated preview, its thumbnails, its sprite sheet, and Bento4's packing of the
 * finished files into HLS: all of that favours it.
 */
export function mediaCms({ input, rungs, dir }: ReferenceJob): readonly ReferenceCommand[] {
  return rungs.flatMap((rung) => {
    const resolution = shortSide(rung)
    const kbit = rates[resolution]
    if (kbit === undefined) return []
    const wide = Math.round((resolution * 16) / 9)
    const box = (landscape: number, portrait: number): string =>
      `if(lt(iw\\,ih)\\,${portrait}\\,${landscape})`
    return [
      [
        ...['-v', 'error', '-nostdin', '-y', '-i', input.file, '-c:v', 'libx264'],
        '-filter:v',
        `scale=${box(wide, resolution)}:${box(resolution, wide)}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=lanczos,fps=fps=${PICTURES_PER_SECOND}`,
        ...['-pix_fmt', 'yuv420p', '-crf', '23', '-c:a', 'aac', '-b:a', '128k', '-ac', '2'],
        ...['-maxrate', `${kbit * 1.5}k`, '-bufsize', `${kbit * 1.5}k`],
        ...['-force_key_frames', `expr:gte(t,n_forced*${KEYFRAME_SECONDS})`],
        '-x264-params',
        `keyint=${PICTURES_PER_SECOND * KEYFRAME_SECONDS * 2}:keyint_min=${PICTURES_PER_SECOND * KEYFRAME_SECONDS}`,
        ...['-preset', resolution >= 720 ? 'faster' : 'medium', '-profile:v', 'main', '-level', '4.2'],
        ...['-strict', '-2', `${dir}/${resolution}.mp4`],
      ],
    ]
  })
}

const PICTURES_PER_SECOND = 30
const KEYFRAME_SECONDS = 4
/** kbit/s by lines, for at most 30 pictures a second. */
const rates: Readonly<Record<number, number>> = { 240: 300, 360: 500, 480: 1_000, 720: 2_500, 1080: 4_500 }

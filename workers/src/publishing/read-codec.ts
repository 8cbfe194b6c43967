import type { ObjectStore } from '@cuepoint/storage'
import { videoCodecOf } from '../ffmpeg/master-playlist.ts'
import { initOf } from '../ffmpeg/rendition-files.ts'
import { readObject } from './read-object.ts'

/** How a player is told what decodes a rendition's pictures, from the header file that is in storage. */
export async function readCodec(
  storage: Pick<ObjectStore, 'openRead'>,
  run: { clipId: string; writtenBy: string },
  rendition: string,
): Promise<string> {
  return videoCodecOf(await readObject(storage, run, initOf(rendition)))
}

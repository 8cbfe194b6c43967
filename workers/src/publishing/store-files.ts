import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { WrittenFile } from '@cuepoint/db'
import { mediaKey, type ObjectStore } from '@cuepoint/storage'
import { contentTypeOf } from '../ffmpeg/rendition-files.ts'
import { noteStreamed } from '../streamed-bytes.ts'

/** Puts named files of a folder into storage under the run's prefix, one after the other. */
export async function storeFiles(
  storage: Pick<ObjectStore, 'putFile'>,
  { clipId, writtenBy, signal }: { clipId: string; writtenBy: string; signal: AbortSignal },
  dir: string,
  names: readonly string[],
): Promise<WrittenFile[]> {
  const stored: WrittenFile[] = []
  for (const name of names) {
    const contentType = contentTypeOf(name)
    const { size } = await stat(join(dir, name))
    await storage.putFile(mediaKey(clipId, writtenBy, name), join(dir, name), {
      contentType,
      sizeBytes: size,
      signal,
      onRead: noteStreamed,
    })
    stored.push({ name, contentType, sizeBytes: size })
  }
  return stored
}

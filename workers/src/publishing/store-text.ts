import type { WrittenFile } from '@cuepoint/db'
import { mediaKey, type ObjectStore } from '@cuepoint/storage'
import { contentTypeOf } from '../ffmpeg/rendition-files.ts'

/** Puts a playlist into storage under the run's prefix. */
export async function storeText(
  storage: Pick<ObjectStore, 'putBytes'>,
  { clipId, writtenBy }: { clipId: string; writtenBy: string },
  name: string,
  text: string,
): Promise<WrittenFile> {
  const bytes = Buffer.from(text)
  const contentType = contentTypeOf(name)
  await storage.putBytes(mediaKey(clipId, writtenBy, name), bytes, { contentType })
  return { name, contentType, sizeBytes: bytes.length }
}

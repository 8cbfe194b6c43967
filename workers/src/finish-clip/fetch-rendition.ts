import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { StoredFile } from '@cuepoint/db'
import { mediaKey, type ObjectStore } from '@cuepoint/storage'
import { initOf } from '../ffmpeg/rendition-files.ts'
import type { FinishedRendition } from './renditions.ts'

/** One local file of a rendition: its header file, and every segment after the other. Throws what storage throws. */
export async function fetchRendition(
  storage: Pick<ObjectStore, 'openRead'>,
  { clipId, files }: { clipId: string; files: readonly StoredFile[] },
  { name, segments }: Pick<FinishedRendition, 'name' | 'segments'>,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const writers = new Map(files.map((file) => [file.name, file.written_by ?? '']))
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (const file of [initOf(name), ...segments.map((segment) => segment.file)]) {
      const opened = await storage.openRead(mediaKey(clipId, writers.get(file) ?? '', file), { signal })
      if (opened.notModified === true) throw new Error('storage answered a question it was not asked')
      yield* opened.body as AsyncIterable<Uint8Array>
    }
  }
  await pipeline(Readable.from(bytes(), { objectMode: false }), createWriteStream(path), { signal })
}

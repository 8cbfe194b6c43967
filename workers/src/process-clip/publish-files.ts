import { join } from 'node:path'
import type { ObjectStore } from '@cuepoint/storage'
import { mediaKey } from '@cuepoint/storage'
import type { RenderedFile } from '../ffmpeg/render.ts'

const AT_ONCE = 6

/**
 * Uploads a rendering under its own prefix: segments and pictures, then the playlists that name them, then the
 * one that names those. Whoever comes upon a playlist finds all that is in it. Throws what storage throws.
 */
export async function uploadFiles(
  storage: Pick<ObjectStore, 'putFile'>,
  target: { readonly clipId: string; readonly mediaId: string; readonly masterName: string },
  dir: string,
  files: readonly RenderedFile[],
  options: { readonly signal: AbortSignal; readonly onProgress: (fraction: number) => void },
): Promise<void> {
  const isPlaylist = (file: RenderedFile) => file.name.endsWith('.m3u8')
  const steps = [
    files.filter((file) => !isPlaylist(file)),
    files.filter((file) => isPlaylist(file) && file.name !== target.masterName),
    files.filter((file) => file.name === target.masterName),
  ]
  let done = 0
  for (const step of steps) {
    const waiting = [...step]
    const carry = async (): Promise<void> => {
      for (let file = waiting.shift(); file; file = waiting.shift()) {
        options.signal.throwIfAborted()
        await storage.putFile(mediaKey(target.clipId, target.mediaId, file.name), join(dir, file.name), {
          contentType: file.contentType,
          sizeBytes: file.sizeBytes,
          signal: options.signal,
        })
        done += 1
        options.onProgress(done / files.length)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, carry))
  }
}

import { findMediaFiles, type MediaFile, type Tx } from '@cuepoint/db'

export type PublishedFiles = ReadonlyMap<string, MediaFile>

/**
 * The lists of files of what was watched lately. A publish's list never changes, so what is kept is never wrong; who
 * may see it is asked before, every time. `size` lists at most, each some hundred kilobytes for an hour of lesson.
 */
export function createPublishedFiles(size = 64): {
  get(tx: Tx, clipId: string, mediaId: string): Promise<PublishedFiles | undefined>
} {
  const kept = new Map<string, PublishedFiles>()
  return {
    async get(tx, clipId, mediaId) {
      const key = `${clipId} ${mediaId}`
      let files = kept.get(key)
      if (!files) {
        const read = await findMediaFiles(tx, clipId, mediaId)
        if (!read) return undefined
        files = new Map(read.map((file) => [file.name, file]))
      }
      // Written again at the end: the first key is the one that was longest not asked for.
      kept.delete(key)
      kept.set(key, files)
      const [oldest] = kept.keys()
      if (kept.size > size && oldest !== undefined) kept.delete(oldest)
      return files
    },
  }
}

import { findMediaFiles, type MediaFile, type Tx } from '@cuepoint/db'

export type PublishedFiles = ReadonlyMap<string, MediaFile>

/**
 * The lists of files of what was watched lately. A publish's list never changes, so what is kept is never wrong; who
 * may see it is asked before, every time. Keeps about `mostFiles` names in all, each some hundred bytes.
 */
export function createPublishedFiles(mostFiles = 60_000): {
  get(tx: Tx, clipId: string, mediaId: string): Promise<PublishedFiles | undefined>
} {
  const kept = new Map<string, PublishedFiles>()
  let names = 0
  const drop = (key: string): void => {
    names -= kept.get(key)?.size ?? 0
    kept.delete(key)
  }
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
      drop(key)
      kept.set(key, files)
      names += files.size
      for (const oldest of kept.keys()) {
        if (names <= mostFiles || oldest === key) break
        drop(oldest)
      }
      return files
    },
  }
}

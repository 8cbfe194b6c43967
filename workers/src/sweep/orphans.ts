import type { LiveObjects } from '@cuepoint/db'
import { type ListedKey, type OpenUpload, parseKey } from '@cuepoint/storage'

/** Whether a row still points at what this key stands for. Keys that are not of our layout belong to somebody else. */
function isOrphan(key: string, live: ReadonlyMap<string, LiveObjects>): boolean {
  const parsed = parseKey(key)
  if (!parsed) return false
  const clip = live.get(parsed.clipId)
  if (!clip) return true
  if (parsed.kind === 'media') return !clip.mediaIds.includes(parsed.mediaId)
  return clip.uploadId !== parsed.uploadId && clip.originalKey !== key
}

export function orphanedKeys(
  listed: readonly ListedKey[],
  live: ReadonlyMap<string, LiveObjects>,
  nowMs: number,
  graceMs: number,
): string[] {
  return listed
    .filter(({ key, lastModified }) => nowMs - lastModified.getTime() > graceMs && isOrphan(key, live))
    .map(({ key }) => key)
}

/** A transfer that is alive keeps its upload, however long it takes. */
export function orphanedUploads(
  open: readonly OpenUpload[],
  live: ReadonlyMap<string, LiveObjects>,
  nowMs: number,
  graceMs: number,
): OpenUpload[] {
  return open.filter(({ key, initiatedAt }) => {
    if (nowMs - initiatedAt.getTime() <= graceMs) return false
    const parsed = parseKey(key)
    return parsed?.kind === 'original' && live.get(parsed.clipId)?.uploadId !== parsed.uploadId
  })
}

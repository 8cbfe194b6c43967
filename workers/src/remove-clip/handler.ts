import type { JobPayload } from '@cuepoint/jobs'
import { clipPrefix, type ObjectStore } from '@cuepoint/storage'
import type { Logger } from 'pino'

/** The truth about clips on their way out. */
export interface RemovalStore {
  isDeleting(clipId: string): Promise<boolean>
  /** The row and all that is said about it go, a tombstone stays. False when there was nothing to remove. */
  remove(clipId: string): Promise<boolean>
}

export interface RemoveClipDeps {
  readonly store: RemovalStore
  readonly storage: Pick<ObjectStore, 'deletePrefix'>
  readonly log: Logger
}

/**
 * Objects first: while the row is there a crash is found and gone on with. Objects once more after the row: a
 * run or a transfer that had not yet noticed may have written in between, and from now on none will begin.
 */
export function removeClipHandler({ store, storage, log }: RemoveClipDeps) {
  return async ({ clipId }: JobPayload<'remove-clip'>): Promise<void> => {
    if (!(await store.isDeleting(clipId))) return
    const objects = await storage.deletePrefix(clipPrefix(clipId))
    if (!(await store.remove(clipId))) return
    const late = await storage.deletePrefix(clipPrefix(clipId))
    log.info({ clipId, objects: objects + late }, 'clip gone')
  }
}

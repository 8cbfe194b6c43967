import type { LiveObjects, Swept } from '@cuepoint/db'
import { nowMs } from '@cuepoint/domain'
import { type ObjectStore, parseKey } from '@cuepoint/storage'
import type { Logger } from 'pino'
import { orphanedKeys, orphanedUploads } from './orphans.ts'

/** The truth the sweep holds everything against. */
export interface SweepStore {
  sweepClips(): Promise<Swept>
  purgeOutbox(olderThanSeconds: number): Promise<number>
  listLive(clipIds: readonly string[]): Promise<LiveObjects[]>
}

export interface SweepDeps {
  readonly store: SweepStore
  readonly storage: Pick<ObjectStore, 'listKeys' | 'deleteKeys' | 'listOpenUploads' | 'abortUpload'>
  readonly graceMs: number
  readonly log: Logger
}

const PREFIX = 'clips/'
/** Asked about and removed together; also how much a sweep holds in memory. */
const BATCH = 1_000
const OUTBOX_KEPT_SECONDS = 7 * 24 * 3600

/** One round of the janitor: states that are stuck, bells that were rung, objects and uploads nobody owns. */
export function sweepHandler({ store, storage, graceMs, log }: SweepDeps) {
  async function liveOf(keys: readonly { readonly key: string }[]): Promise<Map<string, LiveObjects>> {
    const ids = new Set(keys.map(({ key }) => parseKey(key)?.clipId).filter((id) => id !== undefined))
    return new Map((await store.listLive([...ids])).map((live) => [live.clipId, live]))
  }

  async function removeObjects(): Promise<number> {
    let removed = 0
    for await (const batch of batches(storage.listKeys(PREFIX))) {
      const keys = orphanedKeys(batch, await liveOf(batch), nowMs(), graceMs)
      if (keys.length > 0) await storage.deleteKeys(keys)
      removed += keys.length
    }
    return removed
  }

  async function abortUploads(): Promise<number> {
    let aborted = 0
    for await (const batch of batches(storage.listOpenUploads(PREFIX))) {
      for (const { key, uploadId } of orphanedUploads(batch, await liveOf(batch), nowMs(), graceMs)) {
        await storage.abortUpload(key, uploadId)
        aborted += 1
      }
    }
    return aborted
  }

  return async (): Promise<void> => {
    const swept = await store.sweepClips()
    const outboxPurged = await store.purgeOutbox(OUTBOX_KEPT_SECONDS)
    const objectsRemoved = await removeObjects()
    const uploadsAborted = await abortUploads()
    log.info({ ...swept, outboxPurged, objectsRemoved, uploadsAborted }, 'swept')
  }
}

async function* batches<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let batch: Item[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

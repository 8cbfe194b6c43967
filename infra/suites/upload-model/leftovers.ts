import type { Client } from 'pg'
import { openStageStorage } from '../stage/stage-storage.ts'

/** Counts what is in storage that no row speaks of. */
export function openLeftovers(env: Readonly<Record<string, string>>) {
  const storage = openStageStorage(env)
  return {
    async count(database: Client): Promise<{ orphans: number; openMultiparts: number }> {
      const { rows } = await database.query<{ key: string }>(
        'select original_key as key from clip where original_key is not null',
      )
      const known = new Set(rows.map(({ key }) => key))
      let orphans = 0
      for await (const { key } of storage.listKeys('clips/')) if (!known.has(key)) orphans += 1
      const open: unknown[] = []
      for await (const each of storage.listOpenUploads('clips/')) open.push(each)
      return { orphans, openMultiparts: open.length }
    },
    close: () => storage.close(),
  }
}

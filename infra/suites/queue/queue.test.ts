import { migrateQueueSchema } from '@cuepoint/jobs/migrate'
import { createTestDatabase, testRedis } from '@cuepoint/testing'
import { describe, expect, test } from 'vitest'
import { runningChecks } from './checks-running.ts'
import { onStage } from './stage.ts'
import type { Store } from './store.ts'

/** Only a suite may empty or kill a server; a test run shares its servers. */
const shared = {
  version: 'the test run’s',
  empty: () => Promise.reject(new Error('shared')),
  crash: () => Promise.reject(new Error('shared')),
  stop: async () => undefined,
}

const stores: Record<string, () => Store> = {
  redis: () => ({
    ...shared,
    kind: 'redis',
    fresh: async () => ({ backend: 'redis', mayForget: true, ...testRedis() }),
  }),
  postgres: () => ({
    ...shared,
    kind: 'postgres',
    fresh: async () => {
      const { ownerUrl, workerUrl } = await createTestDatabase()
      await migrateQueueSchema({ url: ownerUrl, grantTo: [new URL(workerUrl).username] })
      return { backend: 'postgres', url: workerUrl }
    },
  }),
}

describe.each(Object.keys(stores))('the queue on %s', (kind) => {
  test.each(runningChecks.map((check) => [check.says, check] as const))('%s', async (_says, check) => {
    const store = stores[kind]?.()
    if (!store) throw new Error(kind)
    await expect(onStage(store, check.play)).resolves.toBeUndefined()
  })
})

import { resolve } from 'node:path'
import { runningChecks } from './checks-running.ts'
import { troubleChecks } from './checks-trouble.ts'
import { onStage } from './stage.ts'
import { openStores, type Store } from './store.ts'

export const about = {
  name: 'queue',
  proves: 'the queue keeps its promises on Redis and on PostgreSQL, on good days and bad',
  takes: 'about 2 minutes; an argument picks the checks that have it in their name',
}

export async function run({ args }: { readonly args: readonly string[] }): Promise<Record<string, number>> {
  const stores = await openStores(resolve(import.meta.dirname, '../../..'))
  try {
    const truthDatabase = async (): Promise<string> => (await stores.postgres.fresh()).url
    const checks = [...runningChecks, ...troubleChecks(truthDatabase)].filter(({ says }) =>
      says.includes(args[0] ?? ''),
    )
    const onRedis = await hold(stores.redis, checks)
    const onPostgres = await hold(stores.postgres, checks)
    return {
      redisPassed: onRedis.passed,
      redisFailed: onRedis.failed,
      postgresPassed: onPostgres.passed,
      postgresFailed: onPostgres.failed,
    }
  } finally {
    await stores.stop()
  }
}

async function hold(store: Store, checks: readonly (typeof runningChecks)[number][]) {
  console.log(`\n${store.version}`)
  let failed = 0
  for (const { says, play } of checks) {
    const beganMs = performance.now()
    const fault = await onStage(store, play).then(
      () => undefined,
      (error: unknown) => String(error),
    )
    if (fault !== undefined) failed += 1
    const took = `${((performance.now() - beganMs) / 1_000).toFixed(1)} s`
    console.log(
      `  ${fault === undefined ? 'ok  ' : 'NOT '} ${says} (${took})${fault === undefined ? '' : `\n       ${fault}`}`,
    )
  }
  return { passed: checks.length - failed, failed }
}

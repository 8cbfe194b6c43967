import { Redis } from 'ioredis'
import type { QueueLog } from './queue-settings.ts'

export class UnsafeRedis extends Error {
  override readonly name = 'UnsafeRedis'
}

const CONNECT_TIMEOUT_MS = 10_000

/**
 * A producer must answer a web request: one retry, nothing kept back while Redis is away (the outbox keeps
 * it). A consumer waits for Redis as long as it takes; BullMQ insists on null for its blocking reads.
 */
export function redisOptionsFor(role: 'producer' | 'consumer') {
  return role === 'producer'
    ? ({ maxRetriesPerRequest: 1, enableOfflineQueue: false } as const)
    : ({ maxRetriesPerRequest: null, enableOfflineQueue: true } as const)
}

/** Connects and checks; throws UnsafeRedis, or the connection's own error after 10 s. */
export async function connectRedis(
  settings: { readonly url: string; readonly mayForget?: boolean },
  role: 'producer' | 'consumer',
  log: QueueLog,
): Promise<Redis> {
  const client = new Redis(settings.url, {
    ...redisOptionsFor(role),
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    connectionName: `cuepoint-${role}`,
  })
  client.on('error', (error) => log.warn({ code: errorCode(error) }, 'redis connection trouble'))
  try {
    await client.connect()
    if (!settings.mayForget) requireDurable(await client.info('memory'), await client.info('persistence'))
    return client
  } catch (error) {
    client.disconnect()
    throw error
  }
}

/**
 * A queue that forgets under memory pressure or at a restart loses work without a word. INFO is asked and not
 * CONFIG, which hosted services forbid.
 */
export function requireDurable(memory: string, persistence: string): void {
  const policy = infoField(memory, 'maxmemory_policy')
  const aof = infoField(persistence, 'aof_enabled')
  const faults: string[] = []
  if (policy !== 'noeviction') faults.push(`maxmemory-policy is ${policy ?? 'unknown'}, must be noeviction`)
  if (aof !== '1') faults.push('appendonly is off, must be on')
  if (faults.length > 0) throw new UnsafeRedis(`Redis could lose jobs: ${faults.join('; ')}`)
}

function infoField(info: string, field: string): string | undefined {
  return new RegExp(`^${field}:(.*?)\\r?$`, 'm').exec(info)?.[1]
}

export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

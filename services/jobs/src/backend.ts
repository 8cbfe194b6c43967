import {
  createPostgresBackend,
  createRedisBackend,
  isPgPool,
  type JobsOptions,
  type Processor,
  type RepeatOptions,
  type WorkerOptions,
  withBackend,
} from 'bullmq'
import { connectQueuePool } from './postgres-schema.ts'
import type { QueueLog, QueueSettings } from './queue-settings.ts'
import { connectRedis, errorCode } from './redis-connection.ts'

export interface BackendQueue {
  add(name: string, data: unknown, options: JobsOptions): Promise<unknown>
  getJobScheduler(id: string): Promise<unknown>
  upsertJobScheduler(
    id: string,
    repeat: RepeatOptions,
    template: { name: string; data: unknown; opts: JobsOptions },
  ): Promise<unknown>
  getJobCounts(): Promise<Record<string, number>>
  on(event: 'error', listener: (error: Error) => void): unknown
  close(): Promise<void>
}

export interface BackendWorker {
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'stalled', listener: (jobId: string) => void): unknown
  on(event: 'lockRenewalFailed', listener: (jobIds: string[]) => void): unknown
  on(event: 'failed', listener: (job: { id?: string } | undefined, error: Error) => void): unknown
  waitUntilReady(): Promise<void>
  cancelAllJobs(reason?: string): void
  close(force?: boolean): Promise<void>
}

export type BackendWorkerOptions = Omit<WorkerOptions, 'connection' | 'prefix'>

/** The only thing that knows which store the queue is in. */
export interface Backend {
  readonly kind: QueueSettings['backend']
  queue(name: string): BackendQueue
  worker(name: string, run: Processor, options: BackendWorkerOptions): BackendWorker
  /** Ends the connections; queues and workers must be closed before, or are cut off. */
  close(): Promise<void>
}

/** `workers` is how many workers will be opened: with PostgreSQL each keeps one connection for listening. */
export async function openBackend(
  settings: QueueSettings,
  role: 'producer' | 'consumer',
  workers: number,
  log: QueueLog,
): Promise<Backend> {
  if (settings.backend === 'redis') {
    const connection = await connectRedis(settings, role, log)
    const { Queue, Worker } = withBackend(createRedisBackend)
    const shared = { connection, prefix: settings.prefix ?? 'cuepoint' }
    return {
      kind: 'redis',
      queue: (name) => new Queue(name, shared),
      worker: (name, run, options) => new Worker(name, run, { ...options, ...shared }),
      close: async () => connection.disconnect(),
    }
  }
  const pool = await connectQueuePool(settings.url, workers + 4, (error) =>
    log.warn({ code: errorCode(error) }, 'queue database connection trouble'),
  )
  // BullMQ describes a pool in its own words, which the typings of pg do not repeat to the letter.
  if (!isPgPool(pool)) throw new Error('the queue refuses the database pool')
  const { Queue, Worker } = withBackend(createPostgresBackend)
  return {
    kind: 'postgres',
    queue: (name) => new Queue(name, { connection: pool }),
    worker: (name, run, options) => new Worker(name, run, { ...options, connection: pool }),
    close: () => pool.end(),
  }
}

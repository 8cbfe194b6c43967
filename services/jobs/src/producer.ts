import type { JobsOptions } from 'bullmq'
import { type BackendQueue, openBackend } from './backend.ts'
import {
  BadJobPayload,
  type JobDefinition,
  type JobRegistry,
  type NameOf,
  type PayloadOf,
} from './define-job.ts'
import type { QueueLog, QueueSettings } from './queue-settings.ts'
import { errorCode } from './redis-connection.ts'
import { jobs } from './registry.ts'

export interface QueueCounts {
  readonly waiting: number
  readonly running: number
  readonly delayed: number
}

/** What the relay and the reconciler need of a producer. */
export interface Ringer {
  /** Rings for a job that was written down: the name and the payload are foreign and parsed here. */
  ringStored(name: string, payload: unknown): Promise<void>
  /** Makes sure every job that repeats is scheduled; changes nothing where it is. */
  keepRepeats(): Promise<void>
}

export interface JobProducer<Registry extends JobRegistry> extends Ringer {
  readonly backend: QueueSettings['backend']
  /**
   * Rings for a job. A ring whose key is already waiting or running changes nothing. Throws BadJobPayload
   * before anything is sent, or the queue's error when it cannot be reached (the outbox then keeps the row).
   */
  ring<Name extends NameOf<Registry>>(
    name: Name,
    payload: PayloadOf<Registry, Name>,
    options?: { readonly delayMs?: number },
  ): Promise<void>
  counts(name: NameOf<Registry>): Promise<QueueCounts>
  close(): Promise<void>
}

export interface ProducerOptions {
  readonly settings: QueueSettings
  readonly log: QueueLog
}

/** The producer of Cuepoint's own jobs. */
export function createProducer(options: ProducerOptions): Promise<JobProducer<typeof jobs>> {
  return createProducerOf(jobs, options)
}

export async function createProducerOf<Registry extends JobRegistry>(
  registry: Registry,
  { settings, log }: ProducerOptions,
): Promise<JobProducer<Registry>> {
  const backend = await openBackend(settings, 'producer', 0, log)
  const queues = new Map<string, BackendQueue>()

  function queueOf(name: string): BackendQueue {
    const known = queues.get(name)
    if (known) return known
    const queue = backend.queue(name)
    queue.on('error', (error) => log.warn({ job: name, code: errorCode(error) }, 'queue trouble'))
    queues.set(name, queue)
    return queue
  }

  async function ring(name: string, payload: unknown, delayMs = 0): Promise<void> {
    const job = Object.hasOwn(registry, name) ? registry[name] : undefined
    if (!job) throw new BadJobPayload(name, ['no such job'])
    const parsed = job.parse(payload)
    await queueOf(name).add(name, parsed, {
      ...tryOptions(job),
      jobId: job.jobId(parsed),
      priority: job.priority(parsed),
      ...(delayMs > 0 ? { delay: delayMs } : {}),
    })
  }

  return {
    backend: backend.kind,
    ring: (name, payload, options) => ring(name, payload, options?.delayMs),
    ringStored: (name, payload) => ring(name, payload, 0),
    async keepRepeats() {
      for (const job of Object.values(registry)) {
        if (!job.repeat) continue
        const queue = queueOf(job.name)
        // Written only when missing: writing again moves the next run, and a restart loop would never sweep.
        if (await queue.getJobScheduler(job.name)) continue
        const template = { name: job.name, data: job.parse(job.repeat.payload), opts: tryOptions(job) }
        await queue.upsertJobScheduler(job.name, { every: job.repeat.everyMs }, template)
      }
    },
    async counts(name) {
      const counts = await queueOf(name).getJobCounts()
      return {
        waiting: (counts['waiting'] ?? 0) + (counts['prioritized'] ?? 0),
        running: counts['active'] ?? 0,
        delayed: counts['delayed'] ?? 0,
      }
    },
    async close() {
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()))
      await backend.close()
    },
  }
}

/**
 * Nothing finished is kept: adding an id that is kept, done or failed, is silently ignored, and then neither
 * a person's retry nor the reconciler could ring again. What happened is in the logs and in PostgreSQL.
 */
function tryOptions(job: JobDefinition<string, unknown>): JobsOptions {
  return {
    attempts: job.tries,
    backoff: { type: job.backoff.kind, delay: job.backoff.firstMs },
    removeOnComplete: true,
    removeOnFail: true,
    stackTraceLimit: 0,
  }
}

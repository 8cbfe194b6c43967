import { type Job, UnrecoverableError, WaitingError } from 'bullmq'
import { type BackendWorker, openBackend } from './backend.ts'
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
import { settlesWithin } from './time-limit.ts'

export { createOutboxRelay, type OutboxRelay, type OutboxRow, type OutboxSource } from './outbox-relay.ts'
export { createProducer } from './producer.ts'
export { createReconciler, type Reconciler, type UnfinishedWork } from './reconcile.ts'

export { createRounds, type Rounds } from './rounds.ts'

export interface JobRun {
  readonly jobId: string
  /** Counted from 1. Crashes and hand-backs do not count. */
  readonly tryNumber: number
  /** No further try follows if this one throws. */
  readonly lastTry: boolean
  /** Aborted when the process must end: stop soon and throw; the job goes back to the queue uncounted. */
  readonly signal: AbortSignal
}

export type JobHandlers<Registry extends JobRegistry> = {
  readonly [Name in NameOf<Registry>]: (payload: PayloadOf<Registry, Name>, run: JobRun) => Promise<void>
}

/** Thrown by a handler when trying again cannot help. */
export class GiveUp extends Error {
  override readonly name = 'GiveUp'
}

export interface ConsumerOptions<Registry extends JobRegistry> {
  readonly settings: QueueSettings
  readonly handlers: JobHandlers<Registry>
  readonly log: QueueLog
  /** How many at once, where this machine should differ from the declaration. */
  readonly concurrency?: Partial<Record<NameOf<Registry>, number>>
  /** How long a worker may be silent before its job is given to another. */
  readonly lockMs?: number
  /** How often silent workers are looked for. */
  readonly stalledCheckMs?: number
}

export interface JobConsumer {
  readonly backend: QueueSettings['backend']
  /**
   * Takes nothing new; lets what runs finish for `graceMs`, then aborts it so that it is handed back; is done
   * after `limitMs` in any case. False when something had to be cut off (it will be redone as stalled).
   */
  close(limits: { readonly graceMs: number; readonly limitMs: number }): Promise<boolean>
}

const HANDED_BACK = 'handed back'

/** A crash is not the clip's fault: BullMQ's default of 1 gives jobs up for good after the second. */
export const MAX_STALLED_COUNT = 25

/** The consumer of Cuepoint's own jobs. */
export function createConsumer(options: ConsumerOptions<typeof jobs>): Promise<JobConsumer> {
  return createConsumerOf(jobs, options)
}

export async function createConsumerOf<Registry extends JobRegistry>(
  registry: Registry,
  options: ConsumerOptions<Registry>,
): Promise<JobConsumer> {
  const { settings, log } = options
  const names = Object.keys(registry) as NameOf<Registry>[]
  const backend = await openBackend(settings, 'consumer', names.length, log)
  const workers: BackendWorker[] = []

  for (const name of names) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same name picks the definition and its handler
    const job = registry[name] as JobDefinition<string, PayloadOf<Registry, typeof name>>
    const worker = backend.worker(name, processorOf(job, options.handlers[name], log), {
      concurrency: options.concurrency?.[name] ?? job.concurrency,
      maxStalledCount: MAX_STALLED_COUNT,
      // After a lost connection; BullMQ's own 15 s is a long wait for somebody who watches a page.
      runRetryDelay: 1_000,
      lockDuration: options.lockMs ?? 20_000,
      stalledInterval: options.stalledCheckMs ?? 10_000,
      ...(job.limit ? { limiter: { max: job.limit.max, duration: job.limit.perMs } } : {}),
    })
    worker.on('error', (error) => log.warn({ job: name, code: errorCode(error) }, 'worker trouble'))
    worker.on('stalled', (jobId) => log.warn({ job: name, jobId }, 'job redone: its worker went silent'))
    // Not aborted here: after an emptied queue every lock is gone, and the claim in PostgreSQL decides
    // who may publish.
    worker.on('lockRenewalFailed', (jobIds) => log.warn({ job: name, jobIds }, 'lost hold of jobs'))
    workers.push(worker)
  }
  await Promise.all(workers.map((worker) => worker.waitUntilReady()))

  return {
    backend: backend.kind,
    async close({ graceMs, limitMs }) {
      const closing = Promise.all(workers.map((worker) => worker.close()))
      const handBack = setTimeout(() => {
        for (const worker of workers) worker.cancelAllJobs(HANDED_BACK)
      }, graceMs)
      const clean = await settlesWithin(closing, limitMs)
      clearTimeout(handBack)
      await settlesWithin(backend.close(), 2_000)
      return clean
    },
  }
}

function processorOf<Payload>(
  job: JobDefinition<string, Payload>,
  handle: (payload: Payload, run: JobRun) => Promise<void>,
  log: QueueLog,
) {
  return async (queued: Job, token?: string, signal?: AbortSignal): Promise<void> => {
    const jobId = queued.id ?? ''
    const tryNumber = queued.attemptsMade + 1
    const facts = { job: job.name, jobId, tryNumber }
    const abort = signal ?? new AbortController().signal
    try {
      const payload = job.parse(queued.data)
      await handle(payload, { jobId, tryNumber, lastTry: tryNumber >= job.tries, signal: abort })
      log.debug(facts, 'job done')
    } catch (error) {
      if (abort.aborted && abort.reason === HANDED_BACK) {
        log.info(facts, 'job handed back')
        await queued.moveToWait(token)
        throw new WaitingError()
      }
      log.warn({ ...facts, err: error }, 'job threw')
      throw recorded(error)
    }
  }
}

/** What the queue's own records keep of an error: its code. A message could quote a title or an address. */
function recorded(error: unknown): Error {
  const hopeless = error instanceof BadJobPayload || error instanceof GiveUp
  return hopeless ? new UnrecoverableError(error.name) : new Error(errorCode(error))
}

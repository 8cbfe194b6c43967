import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

/** Thrown at both ends: a payload that is not what the job declares never enters the queue and never runs. */
export class BadJobPayload extends Error {
  override readonly name = 'BadJobPayload'
  readonly job: string

  constructor(job: string, paths: string[]) {
    // The offending values stay out: an error message ends in a log, and a value might be private text.
    super(`payload of job ${job} is not as declared: ${paths.join(', ')}`)
    this.job = job
  }
}

export interface JobFacts<Name extends string, Schema extends TSchema> {
  readonly name: Name
  readonly payload: Schema
  /**
   * The idempotency key: two rings with the same key are one job while the first waits or runs. BullMQ
   * reads `:` as its own separator and an id of digits as one it made itself, so neither is allowed.
   */
  readonly key: (payload: Static<Schema>) => string
  /** How often a job that throws is tried in all. Crashes of the worker do not count. */
  readonly tries: number
  readonly backoff: { readonly kind: 'fixed' | 'exponential'; readonly firstMs: number }
  /** 1 goes first. Only orders jobs of the same name: every name has its own queue. */
  readonly priority: (payload: Static<Schema>) => number
  /** How many run at once in one worker process. */
  readonly concurrency: number
  /** At most `max` starts in `perMs`, over all workers. */
  readonly limit?: { readonly max: number; readonly perMs: number }
  /** A job that rings itself. */
  readonly repeat?: { readonly everyMs: number; readonly payload: Static<Schema> }
}

export interface JobDefinition<Name extends string, Payload> {
  readonly name: Name
  readonly tries: number
  readonly backoff: { readonly kind: 'fixed' | 'exponential'; readonly firstMs: number }
  readonly concurrency: number
  readonly limit: { readonly max: number; readonly perMs: number } | undefined
  readonly repeat: { readonly everyMs: number; readonly payload: Payload } | undefined
  /** Foreign JSON in, the declared payload out, or BadJobPayload. */
  parse(value: unknown): Payload
  jobId(payload: Payload): string
  priority(payload: Payload): number
}

/** A set of jobs by name; the names are the queues' names. */
export type JobRegistry = Readonly<Record<string, JobDefinition<string, unknown>>>
export type NameOf<Registry extends JobRegistry> = keyof Registry & string
export type PayloadOf<Registry extends JobRegistry, Name extends keyof Registry> = ReturnType<
  Registry[Name]['parse']
>

const SAFE_ID = /^(?=.*[a-z_-])[A-Za-z0-9_.-]{1,120}$/

export function defineJob<const Name extends string, Schema extends TSchema>(
  facts: JobFacts<Name, Schema>,
): JobDefinition<Name, Static<Schema>> {
  const validator = Compile(facts.payload)
  return Object.freeze({
    name: facts.name,
    tries: facts.tries,
    backoff: facts.backoff,
    concurrency: facts.concurrency,
    limit: facts.limit,
    repeat: facts.repeat,
    priority: facts.priority,
    parse(value: unknown): Static<Schema> {
      if (validator.Check(value)) return value
      throw new BadJobPayload(
        facts.name,
        validator.Errors(value).map((error) => `${error.instancePath || '/'} ${error.keyword}`),
      )
    },
    jobId(payload: Static<Schema>): string {
      const id = `${facts.name}-${facts.key(payload)}`
      if (!SAFE_ID.test(id)) throw new Error(`job ${facts.name} made an id the queue cannot hold`)
      return id
    },
  })
}

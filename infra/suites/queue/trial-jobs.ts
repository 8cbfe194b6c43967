import { defineJob } from '@cuepoint/jobs'
import { Type } from 'typebox'

const payload = Type.Object(
  { name: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }) },
  { additionalProperties: false },
)
const key = (job: { name: string }) => job.name

/** Jobs that do nothing, with rules quick enough to watch. */
export const trialJobs = {
  work: defineJob({
    name: 'work',
    payload,
    key,
    tries: 3,
    backoff: { kind: 'exponential', firstMs: 200 },
    priority: () => 1,
    concurrency: 3,
  }),
  ordered: defineJob({
    name: 'ordered',
    payload,
    key,
    tries: 1,
    backoff: { kind: 'fixed', firstMs: 10 },
    priority: ({ name }) => Number(name.split('-')[0]),
    concurrency: 1,
  }),
  limited: defineJob({
    name: 'limited',
    payload,
    key,
    tries: 1,
    backoff: { kind: 'fixed', firstMs: 10 },
    priority: () => 1,
    concurrency: 10,
    limit: { max: 4, perMs: 1_000 },
  }),
  beat: defineJob({
    name: 'beat',
    payload,
    key,
    tries: 1,
    backoff: { kind: 'fixed', firstMs: 10 },
    priority: () => 1,
    concurrency: 1,
    repeat: { everyMs: 500, payload: { name: 'beat' } },
  }),
}

/** The same name with a looser idea of what it carries: a producer of another version. */
export const looseJobs = {
  work: defineJob({
    name: 'work',
    payload: Type.Object({ name: Type.Any() }),
    key: () => 'loose',
    tries: 3,
    backoff: { kind: 'fixed', firstMs: 10 },
    priority: () => 1,
    concurrency: 1,
  }),
}

export type TrialName = keyof typeof trialJobs

import { Type } from 'typebox'
import { defineJob } from './define-job.ts'
import { AttemptField, UuidField } from './payload-fields.ts'

/**
 * Makes an uploaded original watchable: its first rendition and its sound. Running twice is harmless: each run claims the attempt
 * in PostgreSQL and writes under a prefix of its own, and only the claim that still holds can publish.
 */
export const processClip = defineJob({
  name: 'process-clip',
  payload: Type.Object({ clipId: UuidField, attempt: AttemptField }, { additionalProperties: false }),
  key: ({ clipId, attempt }) => `${clipId}-a${attempt}`,
  tries: 3,
  backoff: { kind: 'exponential', firstMs: 5_000 },
  // A first go before a repeated one: a clip that keeps coming back must not hold up everyone else's.
  priority: ({ attempt }) => Math.min(attempt, 10),
  // A long clip's first rendition must not keep the next clip's first picture waiting.
  concurrency: 2,
})

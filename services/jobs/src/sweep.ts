import { Type } from 'typebox'
import { defineJob } from './define-job.ts'

/**
 * The janitor: objects that belong to no row, multiparts left open, clips stuck in a state past their deadline.
 * Running twice, or two at once, is harmless: every removal is decided from what is there when it is made.
 */
export const sweep = defineJob({
  name: 'sweep',
  payload: Type.Object({}, { additionalProperties: false }),
  key: () => 'once',
  tries: 2,
  backoff: { kind: 'fixed', firstMs: 30_000 },
  priority: () => 1,
  concurrency: 1,
  repeat: { everyMs: 5 * 60_000, payload: {} },
})

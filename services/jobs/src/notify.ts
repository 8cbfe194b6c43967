import { Type } from 'typebox'
import { defineJob } from './define-job.ts'
import { UuidField } from './payload-fields.ts'

/**
 * Sends the one mail of one notification. Running twice is harmless: a mail that was settled is not sent
 * again. A crash between sending and settling may send it a second time, never lose it.
 */
export const notify = defineJob({
  name: 'notify',
  payload: Type.Object({ notificationId: UuidField }, { additionalProperties: false }),
  key: ({ notificationId }) => notificationId,
  tries: 8,
  // 10 s, 20 s, ... about 40 minutes in all: mail servers come back.
  backoff: { kind: 'exponential', firstMs: 10_000 },
  priority: () => 1,
  concurrency: 4,
  // Small programs use small mail servers, which count.
  limit: { max: 20, perMs: 1_000 },
})

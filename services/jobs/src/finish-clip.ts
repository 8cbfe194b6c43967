import { Type } from 'typebox'
import { defineJob } from './define-job.ts'
import { MediaIdField, UuidField } from './payload-fields.ts'

/**
 * Puts what the parts made into the clip's playlist, and adds its pictures for scrubbing. Running twice is harmless:
 * the clip is claimed for it in PostgreSQL, and once it is finished there is nothing to claim.
 */
export const finishClip = defineJob({
  name: 'finish-clip',
  payload: Type.Object({ clipId: UuidField, mediaId: MediaIdField }, { additionalProperties: false }),
  key: ({ clipId, mediaId }) => `${clipId}-${mediaId.slice(0, 26)}`,
  tries: 3,
  backoff: { kind: 'exponential', firstMs: 5_000 },
  priority: () => 1,
  concurrency: 1,
})

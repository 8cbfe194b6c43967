import { Type } from 'typebox'
import { defineJob } from './define-job.ts'
import { UuidField } from './payload-fields.ts'

/**
 * Takes a clip that is `deleting` to `gone`: objects first, then rows. Running twice is harmless: what is
 * already gone is skipped, and the last step is one guarded UPDATE.
 */
export const removeClip = defineJob({
  name: 'remove-clip',
  payload: Type.Object({ clipId: UuidField }, { additionalProperties: false }),
  key: ({ clipId }) => clipId,
  tries: 6,
  backoff: { kind: 'exponential', firstMs: 5_000 },
  priority: () => 1,
  concurrency: 2,
})

import { Type } from 'typebox'
import { defineJob } from './define-job.ts'
import { MediaIdField, UuidField } from './payload-fields.ts'

/**
 * Encodes a stretch of a lesson in every rendition that is still to be made. Running twice is harmless: each run
 * claims the part in PostgreSQL and writes under a prefix of its own, and only the claim that still holds adds
 * files. Which parts there are, and that the clip is finished after the last, stands in PostgreSQL: an emptied
 * queue costs time and no part.
 */
export const encodePart = defineJob({
  name: 'encode-part',
  payload: Type.Object(
    {
      clipId: UuidField,
      mediaId: MediaIdField,
      part: Type.Integer({ minimum: 0, maximum: 100_000 }),
      /** How many parts of the same program were before it. */
      turn: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    },
    { additionalProperties: false },
  ),
  key: ({ clipId, mediaId, part }) => `${clipId}-${mediaId.slice(0, 26)}-p${part}`,
  tries: 3,
  backoff: { kind: 'exponential', firstMs: 5_000 },
  // Programs take turns: the second part of one comes after the first of every other.
  priority: ({ turn }) => turn,
  // One ffmpeg already uses every core it may; a second at once only makes both late.
  concurrency: 1,
})

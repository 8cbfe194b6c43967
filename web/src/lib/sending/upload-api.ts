import { request } from '../api/request.ts'
import type { UploadApi } from './send-file.ts'

/** A thin line may take its time over a short answer, and a part that is joined too. */
const timeoutMs = 60_000

export const uploadApi: UploadApi = {
  make: async (clipId, words, manner) => {
    await request('POST /clips', { body: { id: clipId, ...words }, ...manner, timeoutMs })
  },
  begin: (clipId, file, manner) =>
    request('POST /clips/:clipId/upload', {
      params: { clipId },
      body: { sizeBytes: file.size, contentType: file.type.slice(0, 100) },
      ...manner,
      timeoutMs,
    }),
  find: (clipId, manner) =>
    request('GET /clips/:clipId/upload', { params: { clipId }, ...manner, timeoutMs }),
  sign: async (clipId, uploadId, ranges, manner) =>
    (
      await request('POST /clips/:clipId/upload/:uploadId/signatures', {
        params: { clipId, uploadId },
        body: { ranges: ranges.map(({ fromByte, toByte }) => ({ fromByte, toByte })) },
        ...manner,
        timeoutMs,
      })
    ).items,
  join: (clipId, uploadId, part, manner) =>
    request('PUT /clips/:clipId/upload/:uploadId/parts/:part', {
      params: { clipId, uploadId, part: String(part) },
      ...manner,
      timeoutMs,
    }),
  complete: (clipId, uploadId, manner) =>
    request('POST /clips/:clipId/upload/:uploadId/complete', {
      params: { clipId, uploadId },
      ...manner,
      timeoutMs,
    }),
}

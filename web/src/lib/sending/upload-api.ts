import { request } from '../api/request.ts'
import type { UploadApi } from './send-file.ts'

/** A thin line may take its time over a short answer, and a part that is joined too. */
const timeoutMs = 60_000

export const uploadApi: UploadApi = {
  make: async (clipId, words, signal) => {
    await request('POST /clips', { body: { id: clipId, ...words }, signal, timeoutMs })
  },
  begin: (clipId, file, signal) =>
    request('POST /clips/:clipId/upload', {
      params: { clipId },
      body: { sizeBytes: file.size, contentType: file.type.slice(0, 100) },
      signal,
      timeoutMs,
    }),
  find: (clipId, signal) => request('GET /clips/:clipId/upload', { params: { clipId }, signal, timeoutMs }),
  sign: async (clipId, uploadId, ranges, signal) =>
    (
      await request('POST /clips/:clipId/upload/:uploadId/signatures', {
        params: { clipId, uploadId },
        body: { ranges: ranges.map(({ fromByte, toByte }) => ({ fromByte, toByte })) },
        signal,
        timeoutMs,
      })
    ).items,
  join: (clipId, uploadId, part, signal) =>
    request('PUT /clips/:clipId/upload/:uploadId/parts/:part', {
      params: { clipId, uploadId, part: String(part) },
      signal,
      timeoutMs,
    }),
  complete: (clipId, uploadId, signal) =>
    request('POST /clips/:clipId/upload/:uploadId/complete', {
      params: { clipId, uploadId },
      signal,
      timeoutMs,
    }),
}

import { request } from './api/request.ts'

/** Remembers where she was in a clip. A lost one is not worth a word: the next comes in seconds. */
export const savePosition =
  (clipId: string) =>
  (atMs: number, leaving: boolean): void => {
    request('PUT /clips/:clipId/position', {
      params: { clipId },
      body: { atMs: Math.round(atMs) },
      keepalive: leaving,
    }).catch(() => undefined)
  }

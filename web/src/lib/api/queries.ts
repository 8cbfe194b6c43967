import { type QueryKey, queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'

/** What may be asked for by more than one feature. The keys are what the events stream invalidates. */
export const keys = {
  me: ['me'],
  home: ['home'],
  notices: ['notices'],
  clips: ['clips'],
  clip: (clipId: string) => ['clip', clipId],
  clipReviews: (clipId: string) => ['clip', clipId, 'reviews'],
  grants: (clipId: string) => ['grants', clipId],
  viewers: (clipId: string) => ['viewers', clipId],
  notes: (clipId: string) => ['notes', clipId],
  review: (reviewId: string) => ['review', reviewId],
  discussion: (reviewId: string) => ['discussion', reviewId],
  program: (programId: string, ...part: string[]) => ['program', programId, ...part],
  uploadLimits: ['upload-limits'],
} satisfies Record<string, QueryKey | ((...ids: string[]) => QueryKey)>

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => request('GET /session', { signal }),
  staleTime: 5 * 60_000,
})

export const homeQuery = queryOptions({
  queryKey: keys.home,
  queryFn: ({ signal }) => request('GET /home', { signal }),
})

export const clipsQuery = queryOptions({
  queryKey: keys.clips,
  queryFn: async ({ signal }) => (await request('GET /clips', { signal })).items,
})

export const clipQuery = (clipId: string) =>
  queryOptions({
    queryKey: keys.clip(clipId),
    queryFn: ({ signal }) => request('GET /clips/:clipId', { params: { clipId }, signal }),
  })

export const clipReviewsQuery = (clipId: string) =>
  queryOptions({
    queryKey: keys.clipReviews(clipId),
    queryFn: async ({ signal }) =>
      (await request('GET /clips/:clipId/reviews', { params: { clipId }, signal })).items,
  })

export const notesQuery = (clipId: string) =>
  queryOptions({
    queryKey: keys.notes(clipId),
    queryFn: async ({ signal }) =>
      (await request('GET /clips/:clipId/notes', { params: { clipId }, signal })).items,
  })

export const reviewQuery = (reviewId: string) =>
  queryOptions({
    queryKey: keys.review(reviewId),
    queryFn: ({ signal }) => request('GET /reviews/:reviewId', { params: { reviewId }, signal }),
  })

export const discussionQuery = (reviewId: string) =>
  queryOptions({
    queryKey: keys.discussion(reviewId),
    queryFn: ({ signal }) => request('GET /reviews/:reviewId/discussion', { params: { reviewId }, signal }),
  })

export const colleaguesQuery = (programId: string) =>
  queryOptions({
    queryKey: keys.program(programId, 'colleagues'),
    queryFn: async ({ signal }) =>
      (await request('GET /programs/:programId/colleagues', { params: { programId }, signal })).items,
  })

export const partnershipsQuery = (programId: string) =>
  queryOptions({
    queryKey: keys.program(programId, 'partnerships'),
    queryFn: async ({ signal }) =>
      (await request('GET /programs/:programId/partnerships', { params: { programId }, signal })).items,
  })

export const countsQuery = (programId: string) =>
  queryOptions({
    queryKey: keys.program(programId, 'counts'),
    queryFn: ({ signal }) => request('GET /programs/:programId/counts', { params: { programId }, signal }),
  })

export const programQuery = (programId: string) =>
  queryOptions({
    queryKey: keys.program(programId),
    queryFn: ({ signal }) => request('GET /programs/:programId', { params: { programId }, signal }),
  })

export const limitsQuery = queryOptions({
  queryKey: keys.uploadLimits,
  queryFn: ({ signal }) => request('GET /upload-limits', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

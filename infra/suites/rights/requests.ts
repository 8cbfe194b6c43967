import { randomUUID } from 'node:crypto'
import type { ClipState, ReviewState } from '@cuepoint/domain'
import type { Ids } from './lesson.ts'

/** How a route is asked, and what has to be there for a yes. */
export type Question = {
  /** The state of the clip and the review in the lesson that is asked about. */
  clip?: ClipState
  review?: ReviewState
  /** Its files are in storage. */
  stored?: true
  body?: (ids: Ids) => object
  /** A file of `uploadedBytes` is on its way into the clip, and all of its bytes are in storage. */
  upload?: true
  /** The body is a file, in a form or as it is. */
  file?: 'form' | 'bytes'
  query?: string
  /** The answer does not end by itself. */
  endless?: true
  /** The asker's sessions do not outlive it. */
  endsSession?: true
  /** Who may, where others are refused: the clip's owner unless it is the review's coach or the note's author, and of a program its lead or a teacher. */
  by?: 'owner' | 'coach' | 'author' | 'lead' | 'teacher'
}

/** What the actors sign in with. */
export const everyonesPassword = 'leaves on the table'
const aPassword = 'a long enough one'
/** One that nobody ever sent, and never the same: tries with one are counted. */
const aToken = () => randomUUID()

/** What is uploaded: nobody looks into it here. */
export const uploadedBytes = 'not really a video'

/** Every route that needs more than its path. The rest is asked as it stands, and may be asked by the clip's owner. */
export const questions: Readonly<Record<string, Question>> = {
  'POST /api/session': { body: () => ({ email: `${randomUUID()}@school.example`, password: aPassword }) },
  'DELETE /api/session': { endsSession: true },
  'DELETE /api/sessions': { endsSession: true },
  'PATCH /api/me': { body: () => ({ timeZone: 'Asia/Bangkok' }) },
  'POST /api/me/password': {
    endsSession: true,
    body: () => ({ currentPassword: everyonesPassword, newPassword: everyonesPassword }),
  },
  'POST /api/password-resets': { body: () => ({ email: `${randomUUID()}@school.example` }) },
  'POST /api/password-resets/complete': { body: () => ({ token: aToken(), newPassword: aPassword }) },
  'POST /api/invitations/preview': { body: () => ({ token: aToken() }) },
  'POST /api/invitations/accept': {
    body: () => ({ token: aToken(), name: 'Nobody', password: aPassword, language: 'en', timeZone: 'UTC' }),
  },
  'GET /api/events': { endless: true },

  'GET /api/programs/:programId': { by: 'teacher' },
  'PATCH /api/programs/:programId': { by: 'lead', body: () => ({ language: 'es' }) },
  'GET /api/programs/:programId/counts': { by: 'lead' },
  'GET /api/programs/:programId/members': { by: 'lead' },
  'PATCH /api/programs/:programId/members/:personId': { by: 'lead', body: () => ({ roles: ['coach'] }) },
  'DELETE /api/programs/:programId/members/:personId': { by: 'lead' },
  'GET /api/programs/:programId/invitations': { by: 'lead' },
  'POST /api/programs/:programId/invitations': {
    by: 'lead',
    body: (ids) => ({ email: ids['newAddress'] ?? 'no@school.example', roles: ['teacher'], language: 'th' }),
  },
  'POST /api/programs/:programId/invitations/:invitationId/send': { by: 'lead' },
  'DELETE /api/programs/:programId/invitations/:invitationId': { by: 'lead' },
  'GET /api/programs/:programId/colleagues': { by: 'teacher' },
  'GET /api/programs/:programId/partnerships': { by: 'teacher' },
  'POST /api/programs/:programId/partnerships': {
    by: 'lead',
    body: (ids) => ({
      kind: 'one-to-one',
      members: [
        { personId: ids['coachId'], side: 'coach' },
        { personId: ids['freeTeacherId'], side: 'teacher' },
      ],
    }),
  },
  'DELETE /api/programs/:programId/partnerships/:partnershipId': { by: 'lead' },

  'POST /api/upload-probe': { file: 'bytes' },
  'POST /api/clips': {
    by: 'teacher',
    body: (ids) => ({ programId: ids['programId'], title: 'Leaves', note: '' }),
  },
  'PATCH /api/clips/:clipId': { body: () => ({ note: 'Look at minute two.' }) },
  'PUT /api/clips/:clipId/original': { clip: 'draft', file: 'form' },
  'POST /api/clips/:clipId/upload': {
    clip: 'draft',
    body: () => ({ sizeBytes: uploadedBytes.length, contentType: 'video/mp4' }),
  },
  'GET /api/clips/:clipId/upload': { clip: 'uploading', upload: true },
  'POST /api/clips/:clipId/upload/:uploadId/signatures': {
    clip: 'uploading',
    upload: true,
    body: () => ({ ranges: [{ fromByte: 0, toByte: uploadedBytes.length }] }),
  },
  'PUT /api/clips/:clipId/upload/:uploadId/bytes': {
    clip: 'uploading',
    upload: true,
    file: 'bytes',
    query: `from=0&to=${uploadedBytes.length}`,
  },
  'PUT /api/clips/:clipId/upload/:uploadId/parts/:part': { clip: 'uploading', upload: true },
  'POST /api/clips/:clipId/upload/:uploadId/complete': { clip: 'uploading', upload: true },
  'DELETE /api/clips/:clipId/upload/:uploadId': { clip: 'uploading', upload: true },
  'GET /api/clips/:clipId/original': { stored: true },
  'POST /api/clips/:clipId/retry': { clip: 'failed' },
  'GET /api/clips/:clipId/media/:mediaId/*': { stored: true },
  'PUT /api/clips/:clipId/position': { body: () => ({ atMs: 4_000 }) },
  'POST /api/clips/:clipId/grants': {
    body: (ids) => ({ personId: ids['colleagueId'], level: 'view', expiresAt: null }),
  },
  'POST /api/clips/:clipId/notes': {
    body: () => ({ atMs: 1_000, endMs: null, text: 'Here.', parentId: null }),
  },
  'PATCH /api/notes/:noteId': { by: 'author', body: () => ({ text: 'Rather here.', baseVersion: 1 }) },
  'DELETE /api/notes/:noteId': { by: 'author' },
  'POST /api/notes/:noteId/restore': { by: 'author' },

  'POST /api/reviews': { by: 'coach', body: (ids) => ({ clipId: ids['clipId'] }) },
  'PATCH /api/reviews/:reviewId': { by: 'coach', review: 'draft', body: () => ({ dueOn: '2026-12-01' }) },
  'DELETE /api/reviews/:reviewId': { by: 'coach', review: 'draft' },
  'POST /api/reviews/:reviewId/restore': { by: 'coach', review: 'draft' },
  'POST /api/reviews/:reviewId/send': {
    by: 'coach',
    review: 'draft',
    body: () => ({ strengthFirstWaived: false }),
  },
  'POST /api/reviews/:reviewId/prompts': {
    by: 'coach',
    review: 'draft',
    body: () => ({ id: randomUUID(), atMs: 1, endMs: null, kind: 'open', text: 'And?', required: true }),
  },
  'PATCH /api/reviews/:reviewId/prompts/:promptId': {
    by: 'coach',
    review: 'draft',
    body: () => ({ text: 'Why?', baseVersion: 1 }),
  },
  'DELETE /api/reviews/:reviewId/prompts/:promptId': { by: 'coach', review: 'draft' },
  'POST /api/reviews/:reviewId/prompts/:promptId/restore': { by: 'coach', review: 'draft' },
  'PUT /api/reviews/:reviewId/prompt-order': {
    by: 'coach',
    review: 'draft',
    body: (ids) => ({ promptIds: [ids['thirdPromptId'], ids['promptId'], ids['secondPromptId']] }),
  },
  'PUT /api/reviews/:reviewId/prompts/:promptId/draft': {
    body: () => ({ way: 'text', text: 'I see.', baseVersion: 1 }),
  },
  'POST /api/reviews/:reviewId/answers': {
    body: (ids) => ({ drafts: [{ promptId: ids['promptId'], version: 1 }] }),
  },
  'PUT /api/reviews/:reviewId/discussion/time': {
    body: () => ({ scheduledAt: '2026-12-01T09:00:00.000Z' }),
  },
  'PUT /api/reviews/:reviewId/discussion/summary': { body: () => ({ summary: 'Hands.', baseVersion: 0 }) },
  'POST /api/reviews/:reviewId/steps': {
    body: (ids) => ({ id: randomUUID(), ownerId: ids['ownerId'], text: 'Wait.', dueOn: null }),
  },
  'PATCH /api/reviews/:reviewId/steps/:stepId': { body: () => ({ done: true, baseVersion: 1 }) },
  'POST /api/reviews/:reviewId/discussion/close': { by: 'coach', review: 'discussed' },
}

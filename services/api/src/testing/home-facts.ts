import type { ClipListing, CoachedTeacher, HomeParticipant, HomeReview, OpenStep } from '@cuepoint/db'
import { type GrantLevel, instantFrom } from '@cuepoint/domain'
import type { HomeFacts } from '../home/facts.ts'

/** A day of one October; the facts of a home are told in days. */
export const day = (number: number): Date => instantFrom(Date.UTC(2026, 9, number))

export const homeOfNobody = (values: Partial<HomeFacts> & { readerId: string }): HomeFacts => ({
  ownClips: [],
  sharedClips: [],
  sight: new Map(),
  sharedOwn: new Set(),
  reviews: [],
  steps: [],
  teachers: [],
  ...values,
})

export const listing = (values: Partial<ClipListing> = {}): ClipListing => ({
  id: 'clip',
  program_id: 'program',
  owner_id: 'malee',
  owner_name: 'Malee',
  title: 'Leaves',
  note: '',
  state: 'ready',
  state_since: day(2),
  attempt: 1,
  reject_reason: null,
  fail_reason: null,
  retryable: false,
  progress_percent: 100,
  original_key: null,
  content_type: null,
  size_bytes: null,
  media_id: null,
  media: null,
  duration_ms: 60_000,
  unfinished: false,
  remaining_ms: null,
  created_at: day(1),
  ...values,
})

export const sightOf = (level: GrantLevel = 'coach', since = day(1)) => new Map([['clip', { level, since }]])

export const participant = (values: Partial<HomeParticipant> = {}): HomeParticipant => ({
  id: 'malee',
  name: 'Malee',
  missing: 0,
  submitted: false,
  ...values,
})

export const homeReview = (values: Partial<HomeReview> = {}): HomeReview => ({
  id: 'review',
  clip_id: 'clip',
  clip_title: 'Leaves',
  owner_id: 'malee',
  owner_name: 'Malee',
  media_id: null,
  poster: null,
  coach_id: 'carmen',
  coach_name: 'Carmen',
  state: 'sent',
  state_since: day(5),
  due_on: null,
  created_at: day(4),
  sent_at: day(5),
  discussion_at: null,
  prompts: 3,
  participants: [participant()],
  ...values,
})

export const openStep = (values: Partial<OpenStep> = {}): OpenStep => ({
  text: 'Wait before I help',
  due_on: '2026-10-20',
  created_at: day(9),
  review_id: 'review',
  clip_id: 'clip',
  coach_id: 'carmen',
  coach_name: 'Carmen',
  owner_id: 'malee',
  owner_name: 'Malee',
  clip_title: 'Leaves',
  ...values,
})

export const coached = (values: Partial<CoachedTeacher> = {}): CoachedTeacher => ({
  id: 'malee',
  name: 'Malee',
  partnership_id: 'partnership',
  since: day(1),
  ...values,
})

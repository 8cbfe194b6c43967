import type { HomeReview } from '@cuepoint/db'
import type { ClipState } from '@cuepoint/domain'
import { describe, expect, test } from 'vitest'
import {
  coached,
  day,
  homeOfNobody,
  homeReview,
  listing,
  participant,
  sightOf,
} from '../testing/home-facts.ts'
import type { HomeFacts } from './facts.ts'
import { teacherRows } from './teacher-rows.ts'

const carmens = (values: Partial<HomeFacts> = {}) =>
  homeOfNobody({ readerId: 'carmen', teachers: [coached()], ...values })
const withReview = (values: Partial<HomeReview>, more: Partial<HomeFacts> = {}) =>
  carmens({ sharedClips: [listing()], sight: sightOf(), reviews: [homeReview(values)], ...more })
const rowOf = (facts: HomeFacts) => {
  const [row] = teacherRows(facts)
  return [row?.turn, row?.doing, row?.since]
}
const on = (number: number) => day(number).toISOString()

test.each<[string, HomeFacts, string, string, string]>([
  ['nothing yet', carmens(), 'teacher', 'nothing-yet', on(1)],
  ['a clip', carmens({ sharedClips: [listing()], sight: sightOf() }), 'coach', 'clip-to-review', on(2)],
  ['a draft, on a clip that waited', withReview({ state: 'draft' }), 'coach', 'review-draft', on(2)],
  ['sent', withReview({ participants: [participant({ missing: 1 })] }), 'teacher', 'answering', on(5)],
  [
    'half answered',
    withReview({ state: 'answering', state_since: day(6), participants: [participant({ missing: 1 })] }),
    'teacher',
    'answering',
    on(5),
  ],
  [
    'answered in a group that has not',
    withReview({
      state: 'answering',
      participants: [participant({ submitted: true }), participant({ id: 'ana', missing: 1 })],
    }),
    'nobody',
    'answering',
    on(5),
  ],
  ['ready', withReview({ state: 'ready' }), 'coach', 'ready-to-talk', on(5)],
  ['with a time', withReview({ state: 'ready', discussion_at: day(9) }), 'both', 'talk-planned', on(5)],
  ['talking', withReview({ state: 'discussed' }), 'both', 'talking', on(5)],
  ['closed', withReview({ state: 'closed', state_since: day(8) }), 'teacher', 'next-clip', on(8)],
])('%s', (_what, facts, turn, doing, since) => {
  expect(rowOf(facts)).toEqual([turn, doing, since])
})

test.each<[ClipState, string]>([
  ['draft', 'teacher'],
  ['rejected', 'teacher'],
  ['failed', 'teacher'],
  ['uploading', 'nobody'],
  ['uploaded', 'nobody'],
  ['processing', 'nobody'],
])('a clip that is %s is on its way', (state, turn) => {
  const facts = carmens({ sharedClips: [listing({ state })], sight: sightOf() })
  expect(rowOf(facts)).toEqual([turn, 'clip-on-its-way', on(2)])
})

describe('since when the coach is waited for', () => {
  test('a draft begun late does not shorten the wait', () => {
    expect(rowOf(withReview({ state: 'draft', created_at: day(20) }))).toEqual([
      'coach',
      'review-draft',
      on(2),
    ])
  })
  test('a second review of the same clip begins a wait of its own', () => {
    const facts = withReview({})
    const reviews = [
      homeReview({ id: 'first', state: 'closed' }),
      homeReview({ state: 'draft', created_at: day(20) }),
    ]
    expect(rowOf({ ...facts, reviews })).toEqual(['coach', 'review-draft', on(20)])
  })
})

test('what waits for the coach goes before what waits for the teacher, the oldest first', () => {
  const facts = carmens({
    sharedClips: [
      listing({ id: 'new', state_since: day(9) }),
      listing({ id: 'old', state_since: day(7) }),
      listing(),
    ],
    sight: new Map(['new', 'old', 'clip'].map((id) => [id, { level: 'coach' as const, since: day(1) }])),
    reviews: [homeReview({ participants: [participant({ missing: 1 })] })],
  })
  expect(teacherRows(facts)).toMatchObject([{ doing: 'clip-to-review', clipId: 'old', reviewId: null }])
})

test('a clip that she may only comment on asks nothing of a coach', () => {
  const facts = carmens({ sharedClips: [listing()], sight: sightOf('comment'), reviews: [homeReview()] })
  expect(rowOf(facts)).toEqual(['teacher', 'nothing-yet', on(1)])
})

test('each teacher has her own row', () => {
  const facts = withReview(
    { state: 'ready', discussion_at: day(9) },
    { teachers: [coached(), coached({ id: 'ana', name: 'Ana', partnership_id: 'other' })] },
  )
  expect(teacherRows(facts)).toEqual([
    {
      partnershipId: 'partnership',
      teacher: { id: 'malee', name: 'Malee' },
      turn: 'both',
      doing: 'talk-planned',
      since: on(5),
      clipId: 'clip',
      reviewId: 'review',
      discussionAt: on(9),
    },
    {
      partnershipId: 'other',
      teacher: { id: 'ana', name: 'Ana' },
      turn: 'teacher',
      doing: 'nothing-yet',
      since: on(1),
      clipId: null,
      reviewId: null,
      discussionAt: null,
    },
  ])
})

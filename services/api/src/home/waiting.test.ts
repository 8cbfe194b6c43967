import type { HomeReview } from '@cuepoint/db'
import { describe, expect, test } from 'vitest'
import {
  day,
  homeOfNobody,
  homeReview,
  listing,
  openStep,
  participant,
  sightOf,
} from '../testing/home-facts.ts'
import { othersTurns } from './others.ts'
import { waitingFor } from './waiting.ts'

const carmen = (reviews: HomeReview[], level: 'coach' | 'comment' = 'coach') =>
  homeOfNobody({ readerId: 'carmen', sharedClips: [listing()], sight: sightOf(level), reviews })
const malee = (reviews: HomeReview[]) =>
  homeOfNobody({
    readerId: 'malee',
    ownClips: [listing()],
    sharedOwn: new Set(['clip']),
    reviews,
  })
const asked = participant({ missing: 2 })
const answered = participant({ submitted: true })
const planned = { discussion_at: day(12) }

describe('a review in each state: what waits for whom, and who is waited for', () => {
  test.each<[string, Partial<HomeReview>, string[], string[], string[], string[]]>([
    // what, review, the coach's waiting and others, the teacher's waiting and others
    ['a draft', { state: 'draft' }, ['finish-draft-review'], [], [], []],
    ['sent', { participants: [asked] }, [], ['review'], ['answer-review'], []],
    ['sent, nothing required', {}, [], ['review'], ['answer-review'], []],
    [
      'half answered',
      { state: 'answering', participants: [participant({ missing: 1, submitted: true })] },
      [],
      ['review'],
      ['answer-review'],
      [],
    ],
    [
      'answered, others have not',
      { state: 'answering', participants: [answered, participant({ id: 'ana', missing: 1 })] },
      [],
      ['review'],
      [],
      ['review'],
    ],
    ['ready', { state: 'ready' }, ['plan-discussion'], [], [], ['review']],
    ['with a time', { state: 'ready', ...planned }, ['hold-discussion'], [], ['hold-discussion'], []],
    ['talked over', { state: 'discussed', ...planned }, ['close-discussion'], [], [], ['review']],
    ['closed', { state: 'closed' }, [], [], [], []],
  ])('%s', (_what, values, coachWaiting, coachOthers, teacherWaiting, teacherOthers) => {
    const review = homeReview(values)
    const kinds = (facts: ReturnType<typeof carmen>) => waitingFor(facts).map((item) => item.kind)
    const others = (facts: ReturnType<typeof carmen>) => othersTurns(facts).map((item) => item.id)
    expect(kinds(carmen([review]))).toEqual(coachWaiting)
    expect(others(carmen([review]))).toEqual(coachOthers)
    expect(kinds(malee([review]))).toEqual(teacherWaiting)
    expect(others(malee([review]))).toEqual(teacherOthers)
  })
})

test('nothing is said of a review whose clip was taken back', () => {
  for (const state of ['draft', 'sent', 'ready', 'discussed'] as const) {
    const facts = { ...carmen([homeReview({ state })], 'comment'), sharedClips: [] }
    expect([...waitingFor(facts), ...othersTurns(facts)]).toEqual([])
    const guest = homeOfNobody({
      readerId: 'ana',
      reviews: [homeReview({ state, participants: [participant({ id: 'ana' })] })],
    })
    expect([...waitingFor(guest), ...othersTurns(guest)]).toEqual([])
  }
})

test('an item says who is at the other end, since when and by when', () => {
  const review = homeReview({ participants: [asked], due_on: '2026-10-12' })
  expect(waitingFor(malee([review]))).toEqual([
    {
      kind: 'answer-review',
      since: day(5).toISOString(),
      dueOn: '2026-10-12',
      person: { id: 'carmen', name: 'Carmen' },
      clipId: 'clip',
      clipTitle: 'Leaves',
      reviewId: 'review',
      stepText: null,
    },
  ])
  expect(waitingFor(carmen([homeReview({ state: 'ready' })]))).toMatchObject([
    { person: { id: 'malee', name: 'Malee' }, since: day(5).toISOString() },
  ])
})

describe('a clip that can be coached on', () => {
  test('waits for its coach since it is ready and she may', () => {
    expect(waitingFor(carmen([]))).toMatchObject([{ kind: 'start-review', since: day(2).toISOString() }])
    const later = { ...carmen([]), sight: sightOf('coach', day(7)) }
    expect(waitingFor(later)).toMatchObject([{ since: day(7).toISOString() }])
  })
  test.each([
    ['not for one who may only comment', { sight: sightOf('comment') }],
    ['not before it can be watched', { sharedClips: [listing({ state: 'processing' })] }],
    ['not once she has begun', { reviews: [homeReview({ state: 'closed' })] }],
  ])('%s', (_what, values) => {
    expect(waitingFor({ ...carmen([]), ...values })).toEqual([])
  })
})

test.each([
  ['draft', {}, ['send-file']],
  ['uploading', {}, []],
  ['processing', {}, []],
  ['rejected', {}, ['send-other-file']],
  ['failed', { retryable: true }, ['retry-clip']],
  ['failed', { retryable: false }, ['send-other-file']],
  ['ready', {}, ['share-clip']],
] as const)('her own clip, %s %o', (state, values, kinds) => {
  const facts = homeOfNobody({ readerId: 'malee', ownClips: [listing({ state, ...values })] })
  expect(waitingFor(facts).map((item) => item.kind)).toEqual(kinds)
})

test('a shared clip of hers waits for nobody on her side', () => {
  expect(waitingFor(malee([]))).toEqual([])
})

test('a step is hers for good, the lesson behind it only while she may see it', () => {
  const step = { kind: 'do-step', dueOn: '2026-10-20', stepText: 'Wait before I help' }
  const own = homeOfNobody({ readerId: 'malee', steps: [openStep()] })
  expect(waitingFor(own)).toMatchObject([
    { ...step, person: { name: 'Carmen' }, clipId: 'clip', clipTitle: 'Leaves', reviewId: 'review' },
  ])
  const coachs = homeOfNobody({ readerId: 'carmen', steps: [openStep()], sight: sightOf() })
  expect(waitingFor(coachs)).toMatchObject([{ ...step, person: { name: 'Malee' } }])
  const revoked = { ...coachs, sight: new Map() }
  expect(waitingFor(revoked)).toMatchObject([
    { ...step, person: null, clipId: null, clipTitle: null, reviewId: null },
  ])
})

test('the oldest comes first, whatever it is', () => {
  const facts = homeOfNobody({
    readerId: 'malee',
    ownClips: [listing({ id: 'a', state: 'draft', state_since: day(3) })],
    sharedOwn: new Set(),
    reviews: [homeReview({ participants: [asked], sent_at: day(1) })],
    steps: [openStep({ created_at: day(2) })],
  })
  expect(waitingFor(facts).map((item) => item.kind)).toEqual(['answer-review', 'do-step', 'send-file'])
})

import { expect, test } from 'vitest'
import {
  type Action,
  type Actor,
  actions,
  type ClipFacts,
  can,
  type Facts,
  type NoteFacts,
  type ProgramFacts,
  type ReviewFacts,
  rules,
  type StepFacts,
  type Verdict,
} from './access.ts'
import type { GrantLevel } from './grant.ts'
import type { Role } from './program.ts'
import { type ReviewState, reviewStates } from './review.ts'

const me: Actor = { personId: '00000000-0000-4000-8000-000000000001' }
const someone = '00000000-0000-4000-8000-000000000002'
const another = '00000000-0000-4000-8000-000000000003'

const program = (...roles: Role[]): ProgramFacts => ({ noun: 'program', roles })
const clip = (level?: GrantLevel): ClipFacts => ({ noun: 'clip', ownerId: someone, level })
const myClip: ClipFacts = { noun: 'clip', ownerId: me.personId, level: undefined }
const review = (
  state: ReviewState,
  on: ClipFacts,
  mine: 'coach' | 'participant' | 'neither',
): ReviewFacts => ({
  noun: 'review',
  state,
  coachId: mine === 'coach' ? me.personId : another,
  participantIds: mine === 'participant' ? [someone, me.personId] : [someone],
  clip: on,
})
const note = (on: ClipFacts, mine: boolean): NoteFacts => ({
  noun: 'note',
  authorId: mine ? me.personId : another,
  clip: on,
})
const step = (mine: boolean, of: ReviewFacts): StepFacts => ({
  noun: 'step',
  ownerId: mine ? me.personId : someone,
  review: of,
})

const signs: Record<string, Verdict> = { yes: 'allowed', no: 'denied', '-': 'hidden' }

/** One table read against the rules: a column per relation, a row per action, `yes`, `no` or `-` for hidden. */
function held(table: string, relations: Record<string, Facts>) {
  const [head = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  const columns = head.slice(1)
  expect(columns).toEqual(Object.keys(relations))
  const told = rows.map(([action = '', ...cells]) => [action, ...cells])
  const found = rows.map(([action = '']) => [
    action,
    ...columns.map((column) => {
      const verdict = can(me, action as Action, relations[column] as Facts)
      return Object.keys(signs).find((sign) => signs[sign] === verdict)
    }),
  ])
  for (const [action = ''] of rows) seen.add(action)
  return { found, told }
}
const seen = new Set<string>()

test('a person’s own things are hers to use', () => {
  const { found, told } = held(
    `action    self
     self.use  yes`,
    { self: { noun: 'self' } },
  )
  expect(found).toEqual(told)
})

test('in a program roles decide, and outside it there is nothing', () => {
  const { found, told } = held(
    `action          lead teacher coach coach-teacher stranger
     program.view    yes  yes     yes   yes           -
     program.manage  yes  no      no    no            -
     program.count   yes  no      no    no            -
     clip.create     no   yes     yes   yes           -`,
    {
      lead: program('lead'),
      teacher: program('teacher'),
      coach: program('coach'),
      'coach-teacher': program('coach', 'teacher'),
      stranger: program(),
    },
  )
  expect(found).toEqual(told)
})

test('a clip is its owner’s, and others get what her grant gives', () => {
  const { found, told } = held(
    `action         owner owner-who-coaches coach comment view nobody
     clip.view      yes   yes               yes   yes     yes  -
     clip.edit      yes   yes               no    no      no   -
     clip.upload    yes   yes               no    no      no   -
     clip.retry     yes   yes               no    no      no   -
     clip.delete    yes   yes               no    no      no   -
     clip.download  yes   yes               no    no      no   -
     clip.share     yes   yes               no    no      no   -
     clip.viewers   yes   yes               no    no      no   -
     note.list      yes   yes               yes   yes     yes  -
     note.write     yes   yes               yes   yes     no   -
     review.create  no    no                yes   no      no   -`,
    {
      owner: myClip,
      // She shared her own clip with a partnership she is the coach of.
      'owner-who-coaches': { ...myClip, level: 'coach' },
      coach: clip('coach'),
      comment: clip('comment'),
      view: clip('view'),
      nobody: clip(),
    },
  )
  expect(found).toEqual(told)
})

test('a note is changed by its author, for as long as she may comment', () => {
  const { found, told } = held(
    `action       author author-of-own-clip author-who-views author-without other owner stranger
     note.change  yes    yes                no               -              no    no    -`,
    {
      author: note(clip('comment'), true),
      'author-of-own-clip': note(myClip, true),
      'author-who-views': note(clip('view'), true),
      'author-without': note(clip(), true),
      other: note(clip('coach'), false),
      owner: note(myClip, false),
      stranger: note(clip(), false),
    },
  )
  expect(found).toEqual(told)
})

const reviewRelations = (state: ReviewState): Record<string, ReviewFacts> => ({
  coach: review(state, clip('coach'), 'coach'),
  // The owner lowered or took back what she had given.
  'coach-lowered': review(state, clip('comment'), 'coach'),
  'coach-revoked': review(state, clip(), 'coach'),
  'owner-taking-part': review(state, myClip, 'participant'),
  participant: review(state, clip('view'), 'participant'),
  'participant-revoked': review(state, clip(), 'participant'),
  owner: review(state, myClip, 'neither'),
  'other-coach': review(state, clip('coach'), 'neither'),
  stranger: review(state, clip(), 'neither'),
})

const draftTable = `
  action            coach coach-lowered coach-revoked owner-taking-part participant participant-revoked owner other-coach stranger
  review.view       yes   -             -             -                 -           -                   -     -           -
  review.edit       yes   -             -             -                 -           -                   -     -           -
  review.reschedule yes   -             -             -                 -           -                   -     -           -
  answer.write      no    -             -             -                 -           -                   -     -           -
  discussion.view   no    -             -             -                 -           -                   -     -           -
  discussion.lead   no    -             -             -                 -           -                   -     -           -
  discussion.close  no    -             -             -                 -           -                   -     -           -`
const sentTable = `
  action            coach coach-lowered coach-revoked owner-taking-part participant participant-revoked owner other-coach stranger
  review.view       yes   -             -             yes               yes         -                   yes   -           -
  review.edit       yes   -             -             no                no          -                   no    -           -
  review.reschedule yes   -             -             no                no          -                   no    -           -
  answer.write      no    -             -             yes               yes         -                   no    -           -
  discussion.view   yes   -             -             yes               yes         -                   no    -           -
  discussion.lead   yes   -             -             yes               yes         -                   no    -           -
  discussion.close  yes   -             -             no                no          -                   no    -           -`

test.each(reviewStates)('a review that is %s is its talkers’ own', (state) => {
  const { found, told } = held(state === 'draft' ? draftTable : sentTable, reviewRelations(state))
  expect(found).toEqual(told)
})

test('a step is changed by those who talk and by her whose step it is', () => {
  const { found, told } = held(
    `action       coach participant owner-of-step owner-of-step-revoked owner-of-clip coach-revoked stranger
     step.change  yes   yes         yes           yes                   -             -             -`,
    {
      coach: step(false, review('discussed', clip('coach'), 'coach')),
      participant: step(false, review('discussed', clip('view'), 'participant')),
      'owner-of-step': step(true, review('closed', myClip, 'participant')),
      'owner-of-step-revoked': step(true, review('closed', clip(), 'participant')),
      'owner-of-clip': step(false, review('discussed', myClip, 'neither')),
      'coach-revoked': step(false, review('discussed', clip(), 'coach')),
      stranger: step(false, review('discussed', clip(), 'neither')),
    },
  )
  expect(found).toEqual(told)
})

test('no action is left out of the tables above', () => {
  expect([...seen].sort()).toEqual([...actions].sort())
})

test('asking about the wrong kind of object is a mistake in the program, not an answer', () => {
  expect(() => can(me, 'clip.view', { noun: 'self' })).toThrow(TypeError)
  for (const action of actions) {
    const other: Facts = rules[action].on === 'self' ? program('lead') : { noun: 'self' }
    expect(() => can(me, action, other)).toThrow(`${action} is not about a ${other.noun}`)
  }
})

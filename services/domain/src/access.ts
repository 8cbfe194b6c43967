import { type GrantLevel, levelAtLeast } from './grant.ts'
import type { Id } from './ids.ts'
import type { Role } from './program.ts'
import type { ReviewState } from './review.ts'

/** Who asks. Roles are looked up per object: they belong to a program, not to a person. */
export type Actor = { personId: Id }

/** What the rules need to know about an object, seen from one actor, at one moment. */
export type ProgramFacts = { noun: 'program'; roles: readonly Role[] }
export type ClipFacts = { noun: 'clip'; ownerId: Id; level: GrantLevel | undefined }
export type ReviewFacts = {
  noun: 'review'
  state: ReviewState
  coachId: Id
  participantIds: readonly Id[]
  clip: ClipFacts
}
export type NoteFacts = { noun: 'note'; authorId: Id; clip: ClipFacts }
export type StepFacts = { noun: 'step'; ownerId: Id; review: ReviewFacts }
/** A person's own things: her session, settings, notices, home. */
export type SelfFacts = { noun: 'self' }
export type Facts = ProgramFacts | ClipFacts | ReviewFacts | NoteFacts | StepFacts | SelfFacts
export type Noun = Facts['noun']

const owns = (actor: Actor, clip: ClipFacts) => clip.ownerId === actor.personId
const atLeast = (actor: Actor, clip: ClipFacts, level: GrantLevel) =>
  owns(actor, clip) || levelAtLeast(clip.level, level)
/** The coach who wrote the review, for as long as the owner lets her coach on the clip. */
const coaches = (actor: Actor, review: ReviewFacts) =>
  review.coachId === actor.personId && atLeast(actor, review.clip, 'coach')
const takesPart = (actor: Actor, review: ReviewFacts) =>
  review.state !== 'draft' &&
  review.participantIds.includes(actor.personId) &&
  atLeast(actor, review.clip, 'view')
const ownsReviewed = (actor: Actor, review: ReviewFacts) =>
  review.state !== 'draft' && owns(actor, review.clip)
const inTalk = (actor: Actor, review: ReviewFacts) =>
  review.state !== 'draft' && (coaches(actor, review) || takesPart(actor, review))

const sees: { [N in Noun]: (actor: Actor, facts: Extract<Facts, { noun: N }>) => boolean } = {
  self: () => true,
  program: (_actor, program) => program.roles.length > 0,
  clip: (actor, clip) => atLeast(actor, clip, 'view'),
  review: (actor, review) =>
    coaches(actor, review) || takesPart(actor, review) || ownsReviewed(actor, review),
  note: (actor, note) => atLeast(actor, note.clip, 'view'),
  step: (actor, step) => step.ownerId === actor.personId || inTalk(actor, step.review),
}

type Rule<N extends Noun> = { on: N; allow: (actor: Actor, facts: Extract<Facts, { noun: N }>) => boolean }
const on = <N extends Noun>(noun: N, allow: Rule<N>['allow']): Rule<N> => ({ on: noun, allow })

const has = (role: Role) => (_actor: Actor, program: ProgramFacts) => program.roles.includes(role)

/** The whole table of who may do what. A route names one of these actions or does not start. */
export const rules = {
  'self.use': on('self', () => true),

  'program.view': on('program', () => true),
  'program.manage': on('program', has('lead')),
  'program.count': on('program', has('lead')),
  // Coaches film too: peers coach each other.
  'clip.create': on(
    'program',
    (actor, program) => has('teacher')(actor, program) || has('coach')(actor, program),
  ),

  'clip.view': on('clip', () => true),
  'clip.edit': on('clip', owns),
  'clip.upload': on('clip', owns),
  'clip.retry': on('clip', owns),
  'clip.delete': on('clip', owns),
  'clip.download': on('clip', owns),
  'clip.share': on('clip', owns),
  'clip.viewers': on('clip', owns),
  'note.list': on('clip', () => true),
  'note.write': on('clip', (actor, clip) => atLeast(actor, clip, 'comment')),
  'review.create': on('clip', (actor, clip) => !owns(actor, clip) && levelAtLeast(clip.level, 'coach')),

  'note.change': on(
    'note',
    (actor, note) => note.authorId === actor.personId && atLeast(actor, note.clip, 'comment'),
  ),

  'review.view': on('review', () => true),
  // That a sent review is no longer edited, and an opened talk no longer answered, is a matter of state: the person
  // is told so, instead of being told that she may not.
  'review.edit': on('review', coaches),
  'review.reschedule': on('review', coaches),
  'answer.write': on('review', takesPart),
  'discussion.view': on('review', inTalk),
  'discussion.lead': on('review', inTalk),
  'discussion.close': on('review', (actor, review) => coaches(actor, review) && inTalk(actor, review)),

  'step.change': on('step', (actor, step) => step.ownerId === actor.personId || inTalk(actor, step.review)),
} as const

export type Action = keyof typeof rules
export const actions = Object.keys(rules) as Action[]
export type ActionOn<N extends Noun> = {
  [A in Action]: (typeof rules)[A]['on'] extends N ? A : never
}[Action]

/** `hidden` and unknown must look the same outside (404); `denied` is for those who see the object (403). */
export type Verdict = 'allowed' | 'denied' | 'hidden'

/** The one question every route asks. Throws TypeError when the object is not of the action's noun. */
export function can(actor: Actor, action: Action, object: Facts): Verdict {
  const rule = rules[action] as Rule<Noun>
  if (rule.on !== object.noun) throw new TypeError(`${action} is not about a ${object.noun}`)
  const visible = sees[object.noun] as (actor: Actor, facts: Facts) => boolean
  if (!visible(actor, object)) return 'hidden'
  return rule.allow(actor, object) ? 'allowed' : 'denied'
}

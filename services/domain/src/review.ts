import type { Id } from './ids.ts'

export const reviewStates = ['draft', 'sent', 'answering', 'ready', 'discussed', 'closed'] as const
export type ReviewState = (typeof reviewStates)[number]

const moves: Readonly<Record<ReviewState, readonly ReviewState[]>> = {
  draft: ['sent'],
  sent: ['answering', 'ready', 'discussed'],
  answering: ['ready', 'discussed'],
  // Back to answering when an answer is taken out again before the talk.
  ready: ['answering', 'discussed'],
  discussed: ['closed'],
  closed: [],
}

export const reviewStatesBefore = (to: ReviewState): readonly ReviewState[] =>
  reviewStates.filter((from) => moves[from].includes(to))

/** Answers may change until the discussion is opened. */
export const answersAreOpen = (state: ReviewState): boolean =>
  state === 'sent' || state === 'answering' || state === 'ready'

export type Turn = 'coach' | 'teacher' | 'both' | 'nobody'

/** Whose turn it is. A scheduled discussion is both people's; a ready one without a time waits for the coach. */
export function turnOf(review: { state: ReviewState; discussionAt: Date | null }): Turn {
  switch (review.state) {
    case 'draft':
      return 'coach'
    case 'sent':
    case 'answering':
      return 'teacher'
    case 'ready':
      return review.discussionAt === null ? 'coach' : 'both'
    case 'discussed':
      return 'both'
    case 'closed':
      return 'nobody'
  }
}

export type GateInput = {
  participants: readonly Id[]
  prompts: readonly { id: Id; required: boolean }[]
  /** Submitted answers that say something. */
  answered: readonly { promptId: Id; personId: Id }[]
}

export type Gate = { open: boolean; missing: { personId: Id; promptId: Id }[] }

/** The gate: open when every required prompt of every participant is answered. It informs, it never locks. */
export function gateOf({ participants, prompts, answered }: GateInput): Gate {
  const done = new Set(answered.map((answer) => `${answer.personId} ${answer.promptId}`))
  const missing = participants.flatMap((personId) =>
    prompts
      .filter((prompt) => prompt.required && !done.has(`${personId} ${prompt.id}`))
      .map((prompt) => ({ personId, promptId: prompt.id })),
  )
  return { open: missing.length === 0, missing }
}

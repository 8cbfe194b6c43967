import { type Gate, gateOf } from '@cuepoint/domain'
import { type AnsweredPrompt, listAnswered } from './answers-repository.ts'
import type { Tx } from './client.ts'
import { listPrompts } from './prompts-repository.ts'
import { listParticipants, type Named } from './reviews-repository.ts'
import type { Row } from './schema.ts'

export type GateState = Gate & {
  participants: Named[]
  prompts: Row<'prompt'>[]
  answered: AnsweredPrompt[]
}

/** The gate as it stands, and what it is made of. Who goes on to act on it holds the review by lockReview first. */
export async function readGate(tx: Tx, reviewId: string): Promise<GateState> {
  const participants = await listParticipants(tx, reviewId)
  const prompts = await listPrompts(tx, reviewId)
  const answered = await listAnswered(tx, reviewId)
  const gate = gateOf({
    participants: participants.map((person) => person.id),
    prompts,
    answered: answered
      .filter((answer) => answer.says_something)
      .map((answer) => ({ promptId: answer.prompt_id, personId: answer.person_id })),
  })
  return { ...gate, participants, prompts, answered }
}

import type { AnswerDraft, Prompt, Review, Static } from '@cuepoint/contracts'
import type { AnswerContent } from '@cuepoint/domain'
import { request } from '../../lib/api/request.ts'
import type { Autosave, SaveState } from '../../lib/autosave.ts'
import { keeperFor } from '../../lib/kept-words.ts'
import { useAutosaves } from '../../lib/use-autosave.ts'
import { answerOf, draftOf, isAnswerContent, sameAnswer, startOf } from './answer-facts.ts'

export type AnswerInHand = {
  prompt: Static<typeof Prompt>
  state: SaveState<AnswerContent>
  autosave: Autosave<AnswerContent>
  /** What her coach can read of it. */
  submitted: AnswerContent | undefined
}

const currentOf = ({ current }: Readonly<Record<string, unknown>>) => {
  if (typeof current !== 'object' || current === null || !isAnswerContent(current)) return undefined
  const { way, text, version } = current as AnswerDraft
  return { value: { way, text }, version }
}

export const keptName = (reviewId: string, promptId: string) => `answer.${reviewId}.${promptId}`

/** Her answers to all prompts of a review, each saved as she types. */
export function useDrafts(review: Review, personId: string): AnswerInHand[] {
  const { id: reviewId, prompts } = review
  const autosaves = useAutosaves<AnswerContent>(
    prompts.map(({ id: promptId }) => ({
      name: `${personId}.${keptName(reviewId, promptId)}`,
      saved: startOf(draftOf(review, promptId), answerOf(review, personId, promptId)),
      keeper: keeperFor(personId, keptName(reviewId, promptId), isAnswerContent),
      same: sameAnswer,
      currentOf,
      send: async ({ way, text }, baseVersion, leaving) => {
        const saved = await request('PUT /reviews/:reviewId/prompts/:promptId/draft', {
          params: { reviewId, promptId },
          body: { way, text, baseVersion },
          keepalive: leaving,
        })
        return saved.version
      },
    })),
  )
  return prompts.flatMap((prompt, n) => {
    const one = autosaves[n]
    if (!one) return []
    return [{ prompt, state: one[0], autosave: one[1], submitted: answerOf(review, personId, prompt.id) }]
  })
}

import type { Clip, Review } from '@cuepoint/contracts'
import type { AnswerContent } from '@cuepoint/domain'
import { useState } from 'react'
import type { Keeper } from '../../lib/autosave.ts'
import type { PlayerSlot } from '../../lib/playback.ts'
import { useAutosaves } from '../../lib/use-autosave.ts'
import { AnswerDesk } from './answer-desk.tsx'
import { type Place, sameAnswer } from './answer-facts.ts'
import type { AnswerInHand } from './use-drafts.ts'

const keepsNothing: Keeper<AnswerContent> = {
  read: () => undefined,
  write: () => undefined,
  clear: () => undefined,
}

/** The questions as the one who answers will meet them. What is typed here goes nowhere. */
export function AnswerPreview({ review, clip, Player }: { review: Review; clip: Clip; Player: PlayerSlot }) {
  const [place, setPlace] = useState<Place>(0)
  const autosaves = useAutosaves<AnswerContent>(
    review.prompts.map(({ id }) => ({
      name: `preview.${id}`,
      saved: { value: { way: 'text', text: '' }, version: 0 },
      keeper: keepsNothing,
      same: sameAnswer,
      currentOf: () => undefined,
      send: async (_value, baseVersion) => baseVersion + 1,
    })),
  )
  const answers: AnswerInHand[] = review.prompts.flatMap((prompt, n) => {
    const one = autosaves[n]
    return one ? [{ prompt, state: one[0], autosave: one[1], submitted: undefined }] : []
  })
  return (
    <AnswerDesk
      review={review}
      clip={clip}
      Player={Player}
      playerMayCome
      answers={answers}
      place={place}
      onPlace={setPlace}
      sending={false}
      sendError={null}
      onSend={() => setPlace('sent')}
    />
  )
}

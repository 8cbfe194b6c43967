import type { Review } from '@cuepoint/contracts'
import { answersAreOpen } from '@cuepoint/domain'
import deskStyles from './answer-desk.module.css'
import { answerStateOf, draftOf, firstPlace, placeFrom, startOf } from './answer-facts.ts'
import styles from './first-question.module.css'
import stepStyles from './prompt-step.module.css'

const box = (className: string | undefined, ...children: Node[]) => {
  const element = document.createElement('div')
  element.className = className ?? ''
  element.append(...children)
  return element
}

/**
 * Draws her question where the app will draw it, without the app: something to read and think about while the rest
 * comes. Nothing is drawn where the page begins with something else than a question.
 */
export function drawFirstQuestion(root: HTMLElement, review: Review, hash: string): void {
  if (review.iAm !== 'participant' || !answersAreOpen(review.state)) return
  const states = review.prompts.map(({ id }) => {
    const submitted = review.answers.find((answer) => answer.promptId === id)
    return answerStateOf(startOf(draftOf(review, id), submitted).value, submitted)
  })
  const place = placeFrom(hash, states.length) ?? firstPlace(states)
  const prompt = typeof place === 'number' ? review.prompts[place] : undefined
  if (!prompt) return
  const question = document.createElement('h2')
  question.className = stepStyles.prompt ?? ''
  question.textContent = prompt.text
  root.replaceChildren(
    box(
      styles.page,
      box(styles.head),
      box(
        deskStyles.desk,
        box(deskStyles.clip, box(deskStyles.placeholder)),
        box(deskStyles.side, box(styles.dots), box(stepStyles.step, box(styles.about), question)),
      ),
    ),
  )
}

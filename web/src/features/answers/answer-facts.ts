import type { Answer, AnswerDraft, Review } from '@cuepoint/contracts'
import { type AnswerContent, answerWays, saysSomething } from '@cuepoint/domain'

export type AnswerState = 'open' | 'written' | 'talk' | 'sent'

export const sameAnswer = (a: AnswerContent, b: AnswerContent): boolean =>
  a.way === b.way && a.text === b.text

export const isAnswerContent = (value: unknown): value is AnswerContent =>
  typeof value === 'object' &&
  value !== null &&
  'text' in value &&
  typeof value.text === 'string' &&
  'way' in value &&
  answerWays.some((way) => way === value.way)

/** What a prompt's answer is, from what she has written and what her coach can read of it. */
export function answerStateOf(content: AnswerContent, submitted: AnswerContent | undefined): AnswerState {
  if (!saysSomething(content)) return 'open'
  if (submitted && sameAnswer(content, submitted)) return 'sent'
  return content.way === 'talk' ? 'talk' : 'written'
}

/** Whether sending would change what her coach reads. An answer taken out again is a change too. */
export const isUnsent = (content: AnswerContent, submitted: AnswerContent | undefined): boolean =>
  submitted
    ? !sameAnswer(content, submitted) && (saysSomething(content) || saysSomething(submitted))
    : saysSomething(content)

/** From what she goes on writing: her draft, else what she submitted, else nothing. */
export function startOf(
  draft: AnswerDraft | undefined,
  submitted: Answer | undefined,
): { value: AnswerContent; version: number } {
  if (draft) return { value: { way: draft.way, text: draft.text }, version: draft.version }
  if (submitted) return { value: { way: submitted.way, text: submitted.text }, version: 0 }
  return { value: { way: 'text', text: '' }, version: 0 }
}

export const draftOf = (review: Review, promptId: string): AnswerDraft | undefined =>
  review.drafts.find((each) => each.promptId === promptId)?.draft

export const answerOf = (review: Review, personId: string, promptId: string): Answer | undefined =>
  review.answers.find((answer) => answer.promptId === promptId && answer.person.id === personId)

/** Where on the page she is: a prompt counted from 0, all her answers, or what happens next. */
export type Place = number | 'all' | 'sent'

/** Reads `#2`, `#all` or `#sent`; undefined when the address says nothing that fits. */
export function placeFrom(hash: string, count: number): Place | undefined {
  const word = hash.replace(/^#/, '')
  if (word === 'all' || word === 'sent') return word
  const n = Number(word)
  return Number.isInteger(n) && n >= 1 && n <= count ? n - 1 : undefined
}

export const hashOf = (place: Place): string => (typeof place === 'number' ? `#${place + 1}` : `#${place}`)

/** Where to begin: the first open question, else what is not sent yet, else what happens next. */
export function firstPlace(states: readonly AnswerState[]): Place {
  const open = states.indexOf('open')
  if (open >= 0) return open
  return states.every((state) => state === 'sent') ? 'sent' : 'all'
}

/** How she answers: in words, or by saying she would rather talk about it. Voice, video and choice come later. */
export const answerWays = ['text', 'talk'] as const
export type AnswerWay = (typeof answerWays)[number]

export type AnswerContent = { way: AnswerWay; text: string }

/** An answer counts once it says something: words, or the wish to talk. */
export const saysSomething = (answer: AnswerContent): boolean =>
  answer.way === 'talk' || answer.text.trim() !== ''

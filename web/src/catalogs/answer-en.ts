import answers from './en/answers.json'
import frame from './en/frame.json'
import kinds from './en/kinds.json'
import player from './en/player.json'
import problems from './en/problems.json'
import saving from './en/saving.json'

/** The sentences of the answering page alone. */
export const en = { answers, frame, kinds, player, problems, saving }

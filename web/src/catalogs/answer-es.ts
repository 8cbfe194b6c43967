import answers from './es/answers.json'
import frame from './es/frame.json'
import kinds from './es/kinds.json'
import player from './es/player.json'
import problems from './es/problems.json'
import saving from './es/saving.json'

/** The sentences of the answering page alone. */
export const es = { answers, frame, kinds, player, problems, saving }

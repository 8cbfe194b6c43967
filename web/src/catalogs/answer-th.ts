import answers from './th/answers.json'
import frame from './th/frame.json'
import kinds from './th/kinds.json'
import player from './th/player.json'
import problems from './th/problems.json'
import saving from './th/saving.json'

/** The sentences of the answering page alone. */
export const th = { answers, frame, kinds, player, problems, saving }

import type { Catalogs } from './en.ts'
import answers from './es/answers.json'
import frame from './es/frame.json'
import kinds from './es/kinds.json'
import player from './es/player.json'
import problems from './es/problems.json'
import saving from './es/saving.json'
import session from './es/session.json'
import type { SameIdeas } from './same-ideas.ts'

export const es = { answers, frame, kinds, player, problems, saving, session } satisfies SameIdeas<Catalogs>

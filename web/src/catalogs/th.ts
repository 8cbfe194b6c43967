import type { Catalogs } from './en.ts'
import type { SameIdeas } from './same-ideas.ts'
import answers from './th/answers.json'
import frame from './th/frame.json'
import kinds from './th/kinds.json'
import player from './th/player.json'
import problems from './th/problems.json'
import saving from './th/saving.json'
import session from './th/session.json'

export const th = { answers, frame, kinds, player, problems, saving, session } satisfies SameIdeas<Catalogs>

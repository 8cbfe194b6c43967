import type { Catalogs } from './en.ts'
import frame from './es/frame.json'
import kinds from './es/kinds.json'
import player from './es/player.json'
import problems from './es/problems.json'
import session from './es/session.json'
import type { SameIdeas } from './same-ideas.ts'

export const es = { frame, kinds, player, problems, session } satisfies SameIdeas<Catalogs>

import type { Catalogs } from './en.ts'
import type { SameIdeas } from './same-ideas.ts'
import frame from './th/frame.json'
import kinds from './th/kinds.json'
import player from './th/player.json'
import problems from './th/problems.json'
import session from './th/session.json'

export const th = { frame, kinds, player, problems, session } satisfies SameIdeas<Catalogs>

import type { Catalogs } from './en.ts'
import frame from './es/frame.json'
import problems from './es/problems.json'
import session from './es/session.json'
import type { SameIdeas } from './same-ideas.ts'

export const es = { frame, problems, session } satisfies SameIdeas<Catalogs>

import type { ProblemCode } from '../lib/api/problem.ts'
import frame from './en/frame.json'
import kinds from './en/kinds.json'
import player from './en/player.json'
import problems from './en/problems.json'
import session from './en/session.json'

export const en = { frame, kinds, player, problems, session }
export type Catalogs = typeof en

// Every reason the server or the line may give has its sentence.
problems satisfies Record<ProblemCode, { title: string; next: string }>

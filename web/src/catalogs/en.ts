import type { ProblemCode } from '../lib/api/problem.ts'
import answers from './en/answers.json'
import frame from './en/frame.json'
import kinds from './en/kinds.json'
import player from './en/player.json'
import problems from './en/problems.json'
import saving from './en/saving.json'
import session from './en/session.json'

export const en = { answers, frame, kinds, player, problems, saving, session }
export type Catalogs = typeof en

// Every reason the server or the line may give has its sentence.
problems satisfies Record<ProblemCode, { title: string; next: string }>

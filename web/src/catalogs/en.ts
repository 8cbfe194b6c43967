import type { ProblemCode } from '../lib/api/problem.ts'
import answers from './en/answers.json'
import clips from './en/clips.json'
import discussions from './en/discussions.json'
import frame from './en/frame.json'
import home from './en/home.json'
import kinds from './en/kinds.json'
import notes from './en/notes.json'
import notices from './en/notices.json'
import player from './en/player.json'
import problems from './en/problems.json'
import program from './en/program.json'
import record from './en/record.json'
import reviews from './en/reviews.json'
import saving from './en/saving.json'
import session from './en/session.json'

export const en = {
  answers,
  clips,
  discussions,
  frame,
  home,
  kinds,
  notes,
  notices,
  player,
  problems,
  program,
  record,
  reviews,
  saving,
  session,
}

export type Catalogs = typeof en

// Every reason the server or the line may give has its sentence.
problems satisfies Record<ProblemCode, { title: string; next: string }>

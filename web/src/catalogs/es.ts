import type { Catalogs } from './en.ts'
import answers from './es/answers.json'
import clips from './es/clips.json'
import discussions from './es/discussions.json'
import frame from './es/frame.json'
import home from './es/home.json'
import kinds from './es/kinds.json'
import notes from './es/notes.json'
import notices from './es/notices.json'
import player from './es/player.json'
import problems from './es/problems.json'
import program from './es/program.json'
import record from './es/record.json'
import reviews from './es/reviews.json'
import saving from './es/saving.json'
import session from './es/session.json'
import type { SameIdeas } from './same-ideas.ts'

export const es = {
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
} satisfies SameIdeas<Catalogs>

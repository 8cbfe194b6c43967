import type { Catalogs } from './en.ts'
import type { SameIdeas } from './same-ideas.ts'
import answers from './th/answers.json'
import clips from './th/clips.json'
import discussions from './th/discussions.json'
import frame from './th/frame.json'
import home from './th/home.json'
import kinds from './th/kinds.json'
import notes from './th/notes.json'
import notices from './th/notices.json'
import player from './th/player.json'
import problems from './th/problems.json'
import program from './th/program.json'
import record from './th/record.json'
import reviews from './th/reviews.json'
import saving from './th/saving.json'
import session from './th/session.json'

export const th = {
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

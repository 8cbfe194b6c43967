import type { Catalogs } from './en.ts'
import answers from './es/answers.json'
import clips from './es/clips.json'
import frame from './es/frame.json'
import home from './es/home.json'
import kinds from './es/kinds.json'
import notices from './es/notices.json'
import player from './es/player.json'
import problems from './es/problems.json'
import program from './es/program.json'
import saving from './es/saving.json'
import session from './es/session.json'
import type { SameIdeas } from './same-ideas.ts'

export const es = {
  answers,
  clips,
  frame,
  home,
  kinds,
  notices,
  player,
  problems,
  program,
  saving,
  session,
} satisfies SameIdeas<Catalogs>

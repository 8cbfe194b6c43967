import type { Catalogs } from './en.ts'
import type { SameIdeas } from './same-ideas.ts'
import clips from './th/clips.json'
import answers from './th/answers.json'
import frame from './th/frame.json'
import home from './th/home.json'
import kinds from './th/kinds.json'
import notices from './th/notices.json'
import player from './th/player.json'
import problems from './th/problems.json'
import program from './th/program.json'
import session from './th/session.json'

export const th = {
  clips,
  frame,
  home,
  kinds,
  notices,
  player,
  problems,
  program,
  session,
} satisfies SameIdeas<Catalogs>
import saving from './th/saving.json'
import session from './th/session.json'

export const th = { answers, frame, kinds, player, problems, saving, session } satisfies SameIdeas<Catalogs>

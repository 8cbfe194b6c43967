import type { Home } from '@cuepoint/contracts'
import {
  countUnread,
  listClipsById,
  listCoachedTeachers,
  listHomeReviews,
  listOpenSteps,
  listOwnClips,
  listSharedOwnClips,
  listSight,
  type Tx,
} from '@cuepoint/db'
import { clipSummaryShape } from '../http/clip-summary.ts'
import type { HomeFacts } from './facts.ts'
import { othersTurns } from './others.ts'
import { teacherRows } from './teacher-rows.ts'
import { waitingFor } from './waiting.ts'

/** A person's home: a fixed number of questions, whatever she has. */
export async function homeOf(tx: Tx, readerId: string): Promise<Home> {
  const sight = await listSight(tx, readerId)
  const facts: HomeFacts = {
    readerId,
    sight,
    ownClips: await listOwnClips(tx, readerId),
    sharedClips: await listClipsById(tx, [...sight.keys()]),
    sharedOwn: await listSharedOwnClips(tx, readerId),
    reviews: await listHomeReviews(tx, readerId),
    steps: await listOpenSteps(tx, readerId),
    teachers: await listCoachedTeachers(tx, readerId),
  }
  return {
    waiting: waitingFor(facts),
    others: othersTurns(facts),
    teachers: teacherRows(facts),
    myClips: facts.ownClips.map((clip) => clipSummaryShape(clip, readerId)),
    sharedClips: facts.sharedClips.map((clip) => clipSummaryShape(clip, readerId)),
    unreadNotices: await countUnread(tx, readerId),
  }
}

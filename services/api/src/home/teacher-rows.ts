import type { TeacherRow } from '@cuepoint/contracts'
import type { ClipListing, CoachedTeacher, HomeReview } from '@cuepoint/db'
import { levelAtLeast } from '@cuepoint/domain'
import { availableSince, clipsToReview, type HomeFacts, isAsked, ledReviews } from './facts.ts'

/** One thing that goes on between a coach and a teacher; the row shows the one that matters most. */
type Going = {
  turn: TeacherRow['turn']
  doing: TeacherRow['doing']
  since: Date
  clipId: string | null
  reviewId: string | null
  discussionAt: Date | null
}

/** What she can do something about comes first, then what both can, then what the teacher can. */
const urgency: readonly TeacherRow['turn'][] = ['coach', 'both', 'teacher', 'nobody']

/** One row for each teacher she coaches: whose turn it is, what is going on, and since when. */
export function teacherRows(facts: HomeFacts): TeacherRow[] {
  return facts.teachers.map((teacher) => {
    const going = goingOnWith(teacher, facts).toSorted(
      (one, other) =>
        urgency.indexOf(one.turn) - urgency.indexOf(other.turn) ||
        one.since.getTime() - other.since.getTime(),
    )
    const { since, discussionAt, ...row } = going[0] ?? betweenLessons(teacher, facts)
    return {
      partnershipId: teacher.partnership_id,
      teacher: { id: teacher.id, name: teacher.name },
      ...row,
      since: since.toISOString(),
      discussionAt: discussionAt?.toISOString() ?? null,
    }
  })
}

const isAbout = (review: HomeReview, teacher: CoachedTeacher): boolean =>
  review.owner_id === teacher.id || review.participants.some((person) => person.id === teacher.id)

function goingOnWith(teacher: CoachedTeacher, facts: HomeFacts): Going[] {
  const shared = facts.sharedClips.filter(
    (clip) => clip.owner_id === teacher.id && levelAtLeast(facts.sight.get(clip.id)?.level, 'coach'),
  )
  const toReview = new Set(clipsToReview(facts).map((clip) => clip.id))
  return [
    ...ledReviews(facts)
      .filter((review) => isAbout(review, teacher))
      .flatMap((review) => inReview(review, teacher, facts)),
    ...shared.flatMap((clip) => withClip(clip, toReview.has(clip.id), facts)),
  ]
}

function inReview(review: HomeReview, teacher: CoachedTeacher, facts: HomeFacts): Going[] {
  const going = (turn: Going['turn'], doing: Going['doing'], since: Date): Going[] => [
    { turn, doing, since, clipId: review.clip_id, reviewId: review.id, discussionAt: review.discussion_at },
  ]
  switch (review.state) {
    case 'draft':
      return going('coach', 'review-draft', waitedForDraftSince(review, facts))
    case 'sent':
    case 'answering':
      // In a group, who has answered waits for the others.
      return going(
        isAsked(review, teacher.id) ? 'teacher' : 'nobody',
        'answering',
        review.sent_at ?? review.state_since,
      )
    case 'ready':
      return review.discussion_at === null
        ? going('coach', 'ready-to-talk', review.state_since)
        : going('both', 'talk-planned', review.state_since)
    case 'discussed':
      return going('both', 'talking', review.state_since)
    case 'closed':
      return []
  }
}

/** A draft does not reset the wait: the teacher has waited since her clip could be seen, unless it was asked about before. */
function waitedForDraftSince(review: HomeReview, { reviews, sharedClips, sight }: HomeFacts): Date {
  const before = reviews.some(
    (other) => other.clip_id === review.clip_id && other.id !== review.id && other.state !== 'draft',
  )
  const clip = sharedClips.find((each) => each.id === review.clip_id)
  if (before || clip?.state !== 'ready') return review.created_at
  const available = availableSince(clip, sight)
  return available < review.created_at ? available : review.created_at
}

function withClip(clip: ClipListing, toReview: boolean, { sight }: HomeFacts): Going[] {
  const going = (turn: Going['turn'], doing: Going['doing'], since: Date): Going[] => [
    { turn, doing, since, clipId: clip.id, reviewId: null, discussionAt: null },
  ]
  switch (clip.state) {
    case 'ready':
      return toReview ? going('coach', 'clip-to-review', availableSince(clip, sight)) : []
    case 'uploading':
    case 'uploaded':
    case 'processing':
      return going('nobody', 'clip-on-its-way', clip.state_since)
    case 'draft':
    case 'rejected':
    case 'failed':
      return going('teacher', 'clip-on-its-way', clip.state_since)
    case 'deleting':
    case 'gone':
      return []
  }
}

/** Nothing is open: the next lesson is hers to film, since the last talk was closed or since they began. */
function betweenLessons(teacher: CoachedTeacher, facts: HomeFacts): Going {
  const last = ledReviews(facts)
    .filter((review) => review.state === 'closed' && isAbout(review, teacher))
    .toSorted((one, other) => other.state_since.getTime() - one.state_since.getTime())[0]
  return {
    turn: 'teacher',
    doing: last ? 'next-clip' : 'nothing-yet',
    since: last?.state_since ?? teacher.since,
    clipId: last?.clip_id ?? null,
    reviewId: last?.id ?? null,
    discussionAt: null,
  }
}

import type { NotificationKind } from '@cuepoint/domain'
import type { MailContent } from './templates.ts'

/** What is known of a notification when its mail is due. */
export type NotifiedFact = {
  kind: NotificationKind
  /** Where people reach the product. */
  publicUrl: string
  name: string
  timeZone: string
  /** Who brought it about, where a person did. */
  fromName: string | null
  clipId: string | null
  reviewId: string | null
  dueOn: string | null
  discussionAt: Date | null
}

/** The mail for a fact, its link straight to the place; undefined for what is only told in the product. */
export function mailFor(fact: NotifiedFact): MailContent | undefined {
  const { kind, name, fromName, clipId, reviewId } = fact
  const at = (path: string): string => `${fact.publicUrl}${path}`
  switch (kind) {
    case 'clip-shared':
      return clipId === null
        ? undefined
        : { template: kind, params: { name, fromName, link: at(`/clips/${clipId}`) } }
    case 'review-sent':
      return reviewId === null
        ? undefined
        : {
            template: kind,
            params: { name, fromName, link: at(`/answer/${reviewId}`), dueOn: fact.dueOn },
          }
    case 'review-ready':
      return reviewId === null
        ? undefined
        : { template: kind, params: { name, fromName, link: at(`/reviews/${reviewId}`) } }
    case 'discussion-scheduled':
      // A time that was taken back in the meantime is no news.
      return reviewId === null || fact.discussionAt === null
        ? undefined
        : {
            template: kind,
            params: {
              name,
              fromName,
              link: at(`/reviews/${reviewId}/talk`),
              at: fact.discussionAt,
              timeZone: fact.timeZone,
            },
          }
    case 'review-discussed':
      return reviewId === null
        ? undefined
        : { template: kind, params: { name, fromName, link: at(`/reviews/${reviewId}/talk`) } }
    case 'clip-ready':
    case 'clip-refused':
    case 'review-closed':
      return undefined
  }
}

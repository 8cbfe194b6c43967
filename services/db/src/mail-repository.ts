import type { Language, NotificationKind } from '@cuepoint/domain'
import type { Tx } from './client.ts'
import { rightNow } from './seconds.ts'

/** Everything a notification's mail is made of. Private text: for the mail alone. */
export type DueMail = {
  to: string
  language: Language
  kind: NotificationKind
  name: string
  timeZone: string
  fromName: string | null
  clipId: string | null
  reviewId: string | null
  /** `YYYY-MM-DD` */
  dueOn: string | null
  discussionAt: Date | null
}

/** What to mail for a notification; undefined when it was mailed before or is no more. As the worker. */
export async function findDueMail(tx: Tx, notificationId: string): Promise<DueMail | undefined> {
  return await tx
    .selectFrom('notification')
    .innerJoin('person', 'person.id', 'notification.person_id')
    .leftJoin('person as teller', 'teller.id', 'notification.from_id')
    .leftJoin('review', 'review.id', 'notification.review_id')
    .select([
      'person.email as to',
      'person.language',
      'notification.kind',
      'person.name',
      'person.time_zone as timeZone',
      'teller.name as fromName',
      'notification.clip_id as clipId',
      'notification.review_id as reviewId',
      'review.due_on as dueOn',
      'review.discussion_at as discussionAt',
    ])
    .where('notification.id', '=', notificationId)
    .where('notification.mailed_at', 'is', null)
    .executeTakeFirst()
}

/** The mail is settled: sent, or never to be. False when it was before. */
export async function settleMail(tx: Tx, notificationId: string): Promise<boolean> {
  const settled = await tx
    .updateTable('notification')
    .set({ mailed_at: rightNow() })
    .where('id', '=', notificationId)
    .where('mailed_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return settled !== undefined
}

import type { NotificationKind } from '@cuepoint/domain'
import type { Tx } from './client.ts'
import { rightNow } from './seconds.ts'

export type NoticeRecord = {
  id: string
  kind: NotificationKind
  fromId: string | null
  fromName: string | null
  clipId: string | null
  reviewId: string | null
  createdAt: Date
  readAt: Date | null
}

/** Hers, newest first. */
export function listNotices(tx: Tx, personId: string, limit: number): Promise<NoticeRecord[]> {
  return tx
    .selectFrom('notification')
    .leftJoin('person', 'person.id', 'notification.from_id')
    .select([
      'notification.id',
      'notification.kind',
      'person.id as fromId',
      'person.name as fromName',
      'notification.clip_id as clipId',
      'notification.review_id as reviewId',
      'notification.created_at as createdAt',
      'notification.read_at as readAt',
    ])
    .where('notification.person_id', '=', personId)
    .orderBy('notification.created_at', 'desc')
    .orderBy('notification.id')
    .limit(limit)
    .execute()
}

/** False when she has no such notice. Reading it twice changes nothing. */
export async function readNotice(tx: Tx, personId: string, noticeId: string): Promise<boolean> {
  const read = await tx
    .updateTable('notification')
    .set((eb) => ({ read_at: eb.fn.coalesce('read_at', rightNow()) }))
    .where('id', '=', noticeId)
    .where('person_id', '=', personId)
    .returning('id')
    .executeTakeFirst()
  return read !== undefined
}

export async function readAllNotices(tx: Tx, personId: string): Promise<void> {
  await tx
    .updateTable('notification')
    .set({ read_at: rightNow() })
    .where('person_id', '=', personId)
    .where('read_at', 'is', null)
    .execute()
}

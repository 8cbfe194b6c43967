import type { Notice } from '@cuepoint/contracts'
import type { NoticeRecord } from '@cuepoint/db'

/** Someone whom the reader knows no more stays unnamed. */
export const toNotice = ({ fromId, fromName, createdAt, readAt, ...rest }: NoticeRecord): Notice => ({
  ...rest,
  person: fromId === null || fromName === null ? null : { id: fromId, name: fromName },
  createdAt: createdAt.toISOString(),
  readAt: readAt?.toISOString() ?? null,
})

import { mailedKinds, type NotificationKind } from '@cuepoint/domain'
import { sql } from 'kysely'
import type { Tx } from './client.ts'

export type Fact = {
  /** Who hears of it. */
  personId: string
  kind: NotificationKind
  clipId?: string | undefined
  reviewId?: string | undefined
  /** Names the fact, `review-sent:<id>`: recorded once for each person, however often it is told. */
  fact: string
}

/** Tells someone a fact, once: a notice, and a mail for the kinds that are mailed. Tells nobody outside the actor's programs. */
export async function recordFact(tx: Tx, { personId, kind, clipId, reviewId, fact }: Fact): Promise<void> {
  await sql`
    select app.record_fact(${personId}::uuid, ${kind}, ${clipId ?? null}::uuid, ${reviewId ?? null}::uuid,
      ${fact}, ${mailedKinds.includes(kind)})
  `.execute(tx)
}

import type { Language } from '@cuepoint/domain'
import type { CuepointDatabase } from './client.ts'

export type SessionRecord = {
  sessionId: string
  token: string
  personId: string
  language: Language
  timeZone: string
  /** It has not been lengthened for a while. */
  stale: boolean
}

/** The live session of a token, in one indexed read; its end is judged in database time. */
export async function findLiveSession(
  authDb: CuepointDatabase,
  token: string,
  staleSeconds: number,
): Promise<SessionRecord | undefined> {
  const { rows } = await authDb.pool.query<SessionRecord>({
    name: 'find-session',
    text: `select s.id as "sessionId", s.token, p.id as "personId", p.language, p.time_zone as "timeZone",
             s.updated_at < now() - make_interval(secs => $2) as stale
           from session s join person p on p.id = s.person_id
           where s.token = $1 and s.expires_at > now()`,
    values: [token, staleSeconds],
  })
  return rows[0]
}

/** Gives a live session its whole life again. */
export async function lengthenSession(
  authDb: CuepointDatabase,
  sessionId: string,
  lifeSeconds: number,
): Promise<void> {
  await authDb.pool.query(
    `update session set expires_at = now() + make_interval(secs => $2), updated_at = now()
     where id = $1 and expires_at > now()`,
    [sessionId, lifeSeconds],
  )
}

/** Which of these sessions are live now. */
export async function listLiveSessions(
  authDb: CuepointDatabase,
  sessionIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await authDb.pool.query<{ id: string }>(
    'select id from session where id = any ($1::uuid[]) and expires_at > now()',
    [sessionIds],
  )
  return new Set(rows.map((row) => row.id))
}

/** Removes what is over, of one person: nothing else ever looks at it again. */
export async function removeDeadSessions(authDb: CuepointDatabase, personId: string): Promise<void> {
  await authDb.pool.query('delete from session where person_id = $1 and expires_at <= now()', [personId])
}

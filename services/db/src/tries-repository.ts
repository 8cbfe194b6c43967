import type { CuepointDatabase } from './client.ts'

export type TryLimit = { max: number; windowSeconds: number }

/**
 * Counts one try under `key` in a window that begins with its first try, in database time and in one statement, so
 * that tries at the same moment and on several processes are all counted. `retryAfterSeconds` is set once there
 * were more than `max`.
 *
 * The table is better-auth's, which clears out rows by `last_request`: ours hold the end of their window there, so
 * that they are cleared out when they are over and not before.
 */
export async function countTry(
  authDb: CuepointDatabase,
  key: string,
  { max, windowSeconds }: TryLimit,
): Promise<{ retryAfterSeconds: number | undefined }> {
  const { rows } = await authDb.pool.query<{ count: number; left_seconds: number }>({
    name: 'count-try',
    text: `with clock as (select (extract(epoch from now()) * 1000)::bigint as ms)
           insert into rate_limit as known (key, count, last_request)
           select $1, 1, clock.ms + $2 from clock
           on conflict (key) do update set
             count = case when known.last_request <= excluded.last_request - $2 then 1 else known.count + 1 end,
             last_request = case when known.last_request <= excluded.last_request - $2
               then excluded.last_request else known.last_request end
           returning count, ceil((last_request - extract(epoch from now()) * 1000) / 1000.0)::integer as left_seconds`,
    values: [key, windowSeconds * 1000],
  })
  const row = rows[0]
  return { retryAfterSeconds: row && row.count > max ? Math.max(1, row.left_seconds) : undefined }
}

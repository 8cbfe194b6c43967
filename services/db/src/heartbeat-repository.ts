import type { CuepointDatabase } from './client.ts'

/** Says that a part is alive now. As the worker. */
export async function beat(workerDb: CuepointDatabase, part: string): Promise<void> {
  await workerDb.pool.query(
    'insert into heartbeat (part) values ($1) on conflict (part) do update set at = now()',
    [part],
  )
}

/** Seconds since each part was last heard of; a part that never was is not among them. */
export async function listHeartbeats(
  db: CuepointDatabase,
): Promise<{ part: string; silentSeconds: number }[]> {
  const { rows } = await db.pool.query<{ part: string; silentSeconds: number }>(
    `select part, extract(epoch from now() - at)::integer as "silentSeconds" from heartbeat order by part`,
  )
  return rows
}

import type { CuepointDatabase } from '@cuepoint/db'
import { actorNames } from './cast.ts'
import type { Lesson } from './lesson.ts'
import type { Stage } from './stage.ts'

/**
 * Reads every table as each actor, without any query of the application's in between: a join would hide what one policy
 * lets slip. One line for each row that holds something she may not read.
 */
export async function sweepTables(stage: Stage, lessons: readonly Lesson[]): Promise<string[]> {
  const tables = await readableColumns(stage.owner)
  const found: string[] = []
  for (const actor of actorNames) {
    if (actor === 'anonymous') continue
    const { id } = stage.cast.actors[actor]
    for (const [table, columns] of tables) {
      const rows = (await rowsFor(stage.db, id, table, columns)).join('\n')
      const foreign = lessons
        // A receiver reads the grants that are hers, the one that was taken back too.
        .filter((lesson) => table !== 'clip_grant' || lesson.coachId !== id)
        .flatMap((lesson) => lesson.words)
        .filter((word) => !word.readers.has(id) && rows.includes(word.text))
      found.push(...foreign.map((word) => `${table}, ${actor}: a row holds ${word.text}`))
    }
  }
  return found
}

async function readableColumns({ pool }: CuepointDatabase): Promise<[string, string[]][]> {
  const { rows } = await pool.query<{ name: string; columns: string[] }>(`
    select table_name::text as name, array_agg(quote_ident(column_name)) as columns
    from information_schema.column_privileges
    where grantee = 'cuepoint_api' and privilege_type = 'SELECT' and table_schema = 'public'
    group by table_name order by table_name`)
  return rows.map((row) => [row.name, row.columns])
}

async function rowsFor(
  { pool }: CuepointDatabase,
  personId: string,
  table: string,
  columns: readonly string[],
): Promise<string[]> {
  const client = await pool.connect()
  try {
    await client.query(`begin; set local app.person_id = '${personId}'`)
    const { rows } = await client.query<{ line: string }>(
      `select row(${columns.join(', ')})::text as line from public.${table}`,
    )
    return rows.map((row) => row.line)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

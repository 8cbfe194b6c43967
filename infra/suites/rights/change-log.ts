import type { CuepointDatabase } from '@cuepoint/db'

/** Bookkeeping of sessions is no row of anybody's lesson. */
const bookkeeping = ['session', 'rate_limit', 'verification']

const logEveryRow = `
  create schema watched;
  create table watched.change (id bigint generated always as identity, what text not null);
  create function watched.note() returns trigger language plpgsql security definer as
    $$ begin insert into watched.change (what) values (tg_op || ' ' || tg_table_name); return null; end $$;
  do $$
  declare name text;
  begin
    for name in select tablename from pg_tables where schemaname = 'public'
      and tablename not in (${bookkeeping.map((table) => `'${table}'`).join(', ')}) loop
      execute format('create trigger watched after insert or update or delete on public.%I
        for each row execute function watched.note()', name);
    end loop;
  end $$;`

export type ChangeLog = {
  forget(): Promise<void>
  /** Every row that was made, changed or deleted since, by whom ever: \`update clip\`. */
  read(): Promise<string[]>
}

/** Writes down every change of every row, whatever role makes it. */
export async function openChangeLog({ pool }: CuepointDatabase): Promise<ChangeLog> {
  await pool.query(logEveryRow)
  return {
    async forget() {
      await pool.query('delete from watched.change')
    },
    async read() {
      const { rows } = await pool.query<{ what: string }>('select what from watched.change order by id')
      return rows.map((row) => row.what.toLowerCase())
    },
  }
}

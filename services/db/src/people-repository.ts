import type { Language, Role } from '@cuepoint/domain'
import type { CuepointDatabase } from './client.ts'

// People before there is an actor, and their own addresses: the part of the database that only `cuepoint_auth` sees.

export type PersonRecord = { id: string; name: string; email: string; language: Language; timeZone: string }
export type PersonWithPrograms = PersonRecord & {
  programs: { id: string; name: string; roles: Role[] }[]
}

const personColumns = `p.id, p.name, p.email, p.language, p.time_zone as "timeZone"`

export async function findPerson(
  authDb: CuepointDatabase,
  personId: string,
): Promise<PersonRecord | undefined> {
  const { rows } = await authDb.pool.query<PersonRecord>({
    name: 'find-person',
    text: `select ${personColumns} from person p where p.id = $1`,
    values: [personId],
  })
  return rows[0]
}

/** The person with the programs she is in now, by name. */
export async function findPersonWithPrograms(
  authDb: CuepointDatabase,
  personId: string,
): Promise<PersonWithPrograms | undefined> {
  const { rows } = await authDb.pool.query<PersonWithPrograms>({
    name: 'find-person-with-programs',
    text: `select ${personColumns}, coalesce(json_agg(
             json_build_object('id', program.id, 'name', program.name, 'roles', m.roles) order by program.name, program.id
           ) filter (where program.id is not null), '[]') as programs
           from person p
           left join member m on m.person_id = p.id and m.left_at is null
           left join program on program.id = m.program_id
           where p.id = $1 group by p.id`,
    values: [personId],
  })
  return rows[0]
}

export type PersonChange = {
  name?: string | undefined
  language?: Language | undefined
  timeZone?: string | undefined
}

export async function changePerson(
  authDb: CuepointDatabase,
  personId: string,
  { name, language, timeZone }: PersonChange,
): Promise<void> {
  await authDb.pool.query(
    `update person set name = coalesce($2, name), language = coalesce($3, language),
       time_zone = coalesce($4, time_zone), updated_at = now() where id = $1`,
    [personId, name ?? null, language ?? null, timeZone ?? null],
  )
}

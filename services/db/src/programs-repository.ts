import type { Language, Role } from '@cuepoint/domain'
import { sql } from 'kysely'
import type { Tx } from './client.ts'

export type ProgramForMember = {
  id: string
  name: string
  language: Language
  filmingNote: string
  myRoles: Role[]
}

/** The program as one of its members sees it. */
export function findProgram(
  tx: Tx,
  actorId: string,
  programId: string,
): Promise<ProgramForMember | undefined> {
  return tx
    .selectFrom('program')
    .innerJoin('member', 'member.program_id', 'program.id')
    .select([
      'program.id',
      'program.name',
      'program.language',
      'program.filming_note as filmingNote',
      'member.roles as myRoles',
    ])
    .where('program.id', '=', programId)
    .where('member.person_id', '=', actorId)
    .where('member.left_at', 'is', null)
    .executeTakeFirst()
}

export async function changeProgram(
  tx: Tx,
  programId: string,
  change: { name?: string | undefined; language?: Language | undefined; filmingNote?: string | undefined },
): Promise<void> {
  const { name, language, filmingNote } = change
  if (name === undefined && language === undefined && filmingNote === undefined) return
  await tx
    .updateTable('program')
    .set({
      ...(name !== undefined && { name }),
      ...(language !== undefined && { language }),
      ...(filmingNote !== undefined && { filming_note: filmingNote }),
    })
    .where('id', '=', programId)
    .execute()
}

/** Makes whoever changes the people of a program wait for the one before. */
export async function lockProgram(tx: Tx, programId: string): Promise<void> {
  await tx.selectFrom('program').select('id').where('id', '=', programId).forUpdate().execute()
}

export type RawCounts = {
  teachers: number
  coaches: number
  partnerships: number
  clips_sent: number
  clip_people: number
  reviews_sent: number
  review_people: number
  reviews_ready: number
  ready_people: number
  discussions_held: number
  discussion_people: number
}

/** Counts of the last 30 days with the number of people behind each; the rule of five is the caller's. */
export async function findProgramCounts(tx: Tx, programId: string): Promise<RawCounts | undefined> {
  const { rows } = await sql<RawCounts>`select * from app.program_counts(${programId}::uuid)`.execute(tx)
  return rows[0]
}

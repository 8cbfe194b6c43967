import { sql } from 'kysely'
import type { Tx } from './client.ts'
import type { Row } from './schema.ts'
import { rightNow } from './seconds.ts'

export type ListedNote = Omit<Row<'note'>, 'deleted_at'> & { author_name: string }

/** A reply whose parent was taken out stands by itself: it carries the moment. */
const notes = (tx: Tx) =>
  tx
    .selectFrom('note')
    .innerJoin('person', 'person.id', 'note.author_id')
    .leftJoin('note as parent', (join) =>
      join.onRef('parent.id', '=', 'note.parent_id').on('parent.deleted_at', 'is', null),
    )
    .select([
      'note.id',
      'note.clip_id',
      'note.author_id',
      'note.at_ms',
      'note.end_ms',
      'note.text',
      'note.version',
      'note.created_at',
      'note.updated_at',
      'parent.id as parent_id',
      'person.name as author_name',
    ])
    .where('note.deleted_at', 'is', null)

/** Along the clip, and at one moment in the order they were written. */
export function listNotes(tx: Tx, clipId: string): Promise<ListedNote[]> {
  return notes(tx)
    .where('note.clip_id', '=', clipId)
    .orderBy('note.at_ms')
    .orderBy('note.created_at')
    .orderBy('note.id')
    .execute()
}

export function findNote(tx: Tx, noteId: string): Promise<ListedNote | undefined> {
  return notes(tx).where('note.id', '=', noteId).executeTakeFirst()
}

export async function createNote(
  tx: Tx,
  note: {
    clipId: string
    authorId: string
    parentId: string | null
    atMs: number
    endMs: number | null
    text: string
  },
): Promise<string> {
  const { id } = await tx
    .insertInto('note')
    .values({
      clip_id: note.clipId,
      author_id: note.authorId,
      parent_id: note.parentId,
      at_ms: note.atMs,
      end_ms: note.endMs,
      text: note.text,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await keepVersion(tx, { id, version: 1, text: note.text })
  return id
}

/** False when the note has another version by now, or is taken out: then nothing changed. */
export async function changeNote(
  tx: Tx,
  note: { id: string; baseVersion: number; text: string },
): Promise<boolean> {
  const changed = await tx
    .updateTable('note')
    .set((eb) => ({ text: note.text, version: eb('version', '+', 1), updated_at: rightNow() }))
    .where('id', '=', note.id)
    .where('version', '=', note.baseVersion)
    .where('deleted_at', 'is', null)
    .returning('version')
    .executeTakeFirst()
  if (!changed) return false
  await keepVersion(tx, { id: note.id, version: changed.version, text: note.text })
  return true
}

/** Takes a note out, or brings it back. */
export async function setNoteDeleted(tx: Tx, noteId: string, deleted: boolean): Promise<void> {
  await tx
    .updateTable('note')
    .set((eb) => ({
      deleted_at: deleted ? eb.fn.coalesce('deleted_at', rightNow()) : sql<Date | null>`null`,
    }))
    .where('id', '=', noteId)
    .execute()
}

async function keepVersion(tx: Tx, note: { id: string; version: number; text: string }): Promise<void> {
  await tx
    .insertInto('note_version')
    .values({ note_id: note.id, version: note.version, text: note.text })
    .execute()
}

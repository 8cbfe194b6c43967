import type { ChangeNote, NewNote, Note } from '@cuepoint/contracts'
import {
  changeNote,
  createNote,
  findClip,
  findNote,
  type ListedNote,
  listNotes,
  setNoteDeleted,
  type Tx,
} from '@cuepoint/db'
import { CuepointError, type Moment, momentFault } from '@cuepoint/domain'

export async function notesOf(tx: Tx, readerId: string, clipId: string): Promise<Note[]> {
  return (await listNotes(tx, clipId)).map((note) => noteShape(note, readerId))
}

/**
 * A remark on a moment, or a reply, which carries its parent's moment. Throws `not-found` when the parent is not a note
 * of this clip, `range-backwards` and `past-end-of-clip`.
 */
export async function writeNote(tx: Tx, authorId: string, clipId: string, note: NewNote): Promise<Note> {
  const moment = note.parentId === null ? note : await momentOf(tx, clipId, note.parentId)
  if (note.parentId === null) {
    const clip = await findClip(tx, clipId, authorId)
    const fault = momentFault(moment, clip?.duration_ms ?? null)
    if (fault) throw new CuepointError(fault)
  }
  const id = await createNote(tx, {
    clipId,
    authorId,
    parentId: note.parentId,
    atMs: moment.atMs,
    endMs: moment.endMs,
    text: note.text,
  })
  return await getNote(tx, authorId, id)
}

async function momentOf(tx: Tx, clipId: string, parentId: string): Promise<Moment> {
  const parent = await findNote(tx, parentId)
  if (parent?.clip_id !== clipId) throw new CuepointError('not-found')
  return { atMs: parent.at_ms, endMs: parent.end_ms }
}

/** Throws `version-conflict` with the note as it is now, to its author alone. */
export async function rewriteNote(
  tx: Tx,
  authorId: string,
  noteId: string,
  { text, baseVersion }: ChangeNote,
): Promise<Note> {
  const changed = await changeNote(tx, { id: noteId, baseVersion, text })
  const note = await getNote(tx, authorId, noteId)
  if (!changed) throw new CuepointError('version-conflict', { current: note })
  return note
}

/** Taken out, and brought back by `restoreNote` with everything that was said in it. */
export async function takeOutNote(tx: Tx, noteId: string): Promise<void> {
  await setNoteDeleted(tx, noteId, true)
}

export async function restoreNote(tx: Tx, authorId: string, noteId: string): Promise<Note> {
  await setNoteDeleted(tx, noteId, false)
  return await getNote(tx, authorId, noteId)
}

async function getNote(tx: Tx, readerId: string, noteId: string): Promise<Note> {
  const note = await findNote(tx, noteId)
  if (!note) throw new CuepointError('not-found')
  return noteShape(note, readerId)
}

const noteShape = (note: ListedNote, readerId: string): Note => ({
  id: note.id,
  clipId: note.clip_id,
  author: { id: note.author_id, name: note.author_name },
  mine: note.author_id === readerId,
  atMs: note.at_ms,
  endMs: note.end_ms,
  text: note.text,
  parentId: note.parent_id,
  version: note.version,
  createdAt: note.created_at.toISOString(),
  updatedAt: note.updated_at.toISOString(),
})

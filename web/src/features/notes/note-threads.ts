import type { Note } from '@cuepoint/contracts'
import type { TimelineMark } from '../../lib/playback.ts'

export type Thread = { note: Note; replies: Note[] }

/** Notes in the order of the clip, each with its replies in the order they were written. */
export function threadsOf(notes: readonly Note[]): Thread[] {
  const first = notes.filter((note) => note.parentId === null)
  const known = new Set(first.map(({ id }) => id))
  // A reply whose note has been deleted stands for itself: what someone wrote does not vanish with another's words.
  const orphans = notes.filter((note) => note.parentId !== null && !known.has(note.parentId))
  return [...first, ...orphans]
    .sort((a, b) => a.atMs - b.atMs || a.createdAt.localeCompare(b.createdAt))
    .map((note) => ({
      note,
      replies: notes
        .filter((reply) => reply.parentId === note.id)
        .sort((a, b) => a.createdAt.localeCompare(b.createdAt)),
    }))
}

/** The notes as marks on the timeline; a thread is one mark. */
export const marksOf = (notes: readonly Note[]): TimelineMark[] =>
  threadsOf(notes).map(({ note }, n) => ({
    id: note.id,
    atMs: note.atMs,
    endMs: note.endMs,
    kind: 'note',
    order: n + 1,
    text: note.text,
  }))

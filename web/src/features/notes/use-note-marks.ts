import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { notesQuery } from '../../lib/api/queries.ts'
import { marksOf } from './note-threads.ts'

/** The notes of a clip as marks for a player. */
export function useNoteMarks(clipId: string) {
  const { data } = useQuery(notesQuery(clipId))
  return useMemo(() => marksOf(data ?? []), [data])
}

import { useParams, useSearch } from '@tanstack/react-router'
import { ProgramPage } from '../features/program/program-page.tsx'

export function ProgramPlace() {
  const { programId } = useParams({ from: '/signed-in/program/$programId' })
  const { part } = useSearch({ from: '/signed-in/program/$programId' })
  return <ProgramPage programId={programId} part={part ?? 'people'} />
}

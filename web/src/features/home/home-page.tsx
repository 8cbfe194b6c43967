import { useQuery } from '@tanstack/react-query'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonRows } from '../../components/skeletons.tsx'
import { homeQuery } from '../../lib/api/queries.ts'

export function HomePage() {
  const home = useQuery(homeQuery)
  if (home.isPending) return <SkeletonRows />
  if (home.isError) return <ProblemMessage error={home.error} onTryAgain={() => void home.refetch()} />
  return <h1>{home.data.waiting.length}</h1>
}

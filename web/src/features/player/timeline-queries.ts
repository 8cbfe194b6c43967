import { queryOptions, useQuery } from '@tanstack/react-query'
import { fetchBounded } from '../../lib/fetch-bounded.ts'
import { parsePeaks } from './peaks.ts'
import { parseStoryboard } from './storyboard.ts'

/** Hours of a lesson; what is larger is none of ours. */
const mostStoryboardBytes = 1_000_000
const mostPeaksBytes = 3_000_000

/** What comes with a clip and may as well be missing is fetched once and then left alone. */
const once = { staleTime: 'static', retry: false, refetchOnMount: false } as const

const storyboardQuery = (url: string) =>
  queryOptions({
    ...once,
    queryKey: ['storyboard', url],
    queryFn: async ({ signal }) => {
      const bytes = await fetchBounded(url, mostStoryboardBytes, signal)
      return bytes ? parseStoryboard(new TextDecoder().decode(bytes), new URL(url, location.href).href) : []
    },
  })

const peaksQuery = (url: string) =>
  queryOptions({
    ...once,
    queryKey: ['peaks', url],
    queryFn: async ({ signal }) => {
      const bytes = await fetchBounded(url, mostPeaksBytes, signal)
      return (bytes && parsePeaks(bytes)) ?? null
    },
  })

/** The pictures of the timeline; none before they are wanted, and none where there are none. */
export function useStoryboard(url: string | null, wanted: boolean) {
  const { data } = useQuery({ ...storyboardQuery(url ?? ''), enabled: wanted && url !== null })
  return url === null ? [] : (data ?? [])
}

/** How loud the clip is along its time. */
export function usePeaks(url: string | null, wanted: boolean) {
  const { data } = useQuery({ ...peaksQuery(url ?? ''), enabled: wanted && url !== null })
  return url === null ? undefined : (data ?? undefined)
}

import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { clipQuery } from '../../lib/api/queries.ts'
import type { EngineMedia } from './engine-state.ts'

/** Asks where a clip's media are now; undefined where she may not see them any more. */
export function useRenew(clipId: string): () => Promise<EngineMedia | undefined> {
  const client = useQueryClient()
  return useCallback(async () => {
    const clip = await client.fetchQuery({ ...clipQuery(clipId), staleTime: 0 })
    return clip.media ?? undefined
  }, [client, clipId])
}

import type { ChangeEvent, Clip, ClipSummary } from '@cuepoint/contracts'
import type { QueryClient } from '@tanstack/react-query'
import { keys } from './api/queries.ts'

/** How long to wait before a refused stream is asked for again; a cut one the browser reopens itself. */
const reopenAfterMs = 10_000

/**
 * One stream for the tab. It says what changed and the cache fetches it again; after a gap in the line everything
 * on the page is fetched again, because what was said meanwhile is lost. Returns how to close it.
 */
export function listenForChanges(
  client: QueryClient,
  open: () => EventSource = () => new EventSource('/api/events'),
): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let interrupted = false
  let closed = false

  const start = () => {
    source = open()
    source.addEventListener('open', () => {
      if (interrupted) void client.invalidateQueries()
      interrupted = false
    })
    source.addEventListener('change', (event) => {
      const change = readChange(event.data)
      if (change) applyChange(client, change)
    })
    source.addEventListener('error', () => {
      interrupted = true
      if (source?.readyState !== 2 || closed) return
      timer = setTimeout(start, reopenAfterMs)
    })
  }
  start()
  return () => {
    closed = true
    clearTimeout(timer)
    source?.close()
  }
}

function readChange(data: unknown): ChangeEvent | undefined {
  if (typeof data !== 'string') return undefined
  try {
    return JSON.parse(data) as ChangeEvent
  } catch {
    return undefined
  }
}

/** Fetches again what a change touches. Progress is written straight into the cache: it comes many times a minute. */
export function applyChange(client: QueryClient, change: ChangeEvent): void {
  const again = (...queryKeys: readonly (readonly unknown[])[]) => {
    for (const queryKey of queryKeys) void client.invalidateQueries({ queryKey })
  }
  switch (change.noun) {
    case 'clip': {
      const { id, progressPercent, remainingMs = null } = change
      if (progressPercent !== undefined && noteProgress(client, id, { progressPercent, remainingMs })) return
      return again(
        keys.clip(change.id),
        keys.grants(change.id),
        keys.viewers(change.id),
        keys.clips,
        keys.home,
      )
    }
    case 'review':
    case 'discussion':
      return again(keys.review(change.id), keys.discussion(change.id), keys.home, ['clip'])
    case 'note':
      return again(['notes'])
    case 'notice':
      return again(keys.notices, keys.home)
  }
}

type Progress = Pick<Clip, 'progressPercent' | 'remainingMs'>

/** It is being made ready, or can be watched and has more to come. */
const grows = ({ state, media }: Clip) =>
  state === 'processing' || (state === 'ready' && media?.complete === false)

/** False when nothing was known to be going on with the cached clip, so that it must be fetched whole. */
function noteProgress(client: QueryClient, clipId: string, progress: Progress): boolean {
  const clip = client.getQueryData<Clip>(keys.clip(clipId))
  const list = client.getQueryData<ClipSummary[]>(keys.clips)
  const listed = list?.find((each) => each.id === clipId)
  if (clip && !grows(clip)) return false
  // A list says how far a clip is only until it can be watched.
  if (listed && listed.state !== 'processing' && listed.state !== 'ready') return false
  if (clip) client.setQueryData(keys.clip(clipId), { ...clip, ...progress })
  if (list && listed?.state === 'processing') {
    client.setQueryData(
      keys.clips,
      list.map((each) => (each === listed ? { ...each, progressPercent: progress.progressPercent } : each)),
    )
  }
  return true
}

import type { Clip } from '@cuepoint/contracts'
import { useParams } from '@tanstack/react-router'
import { ClipPage } from '../features/clips/clip-page.tsx'
import { ClipReviews } from '../features/clips/clip-reviews.tsx'
import { LazyClipPlayer } from '../features/player/lazy-clip-player.tsx'
import { request } from '../lib/api/request.ts'

/** Where the clip's page and the features around it meet. */
export function ClipPlace() {
  const { clipId } = useParams({ from: '/signed-in/clips/$clipId' })
  return (
    <ClipPage
      key={clipId}
      clipId={clipId}
      renderPlayer={(clip) => <ClipOnPage clip={clip} />}
      renderBeside={(clip) => <ClipReviews clip={clip} />}
    />
  )
}

function ClipOnPage({ clip }: { clip: Clip }) {
  if (!clip.media) return null
  return (
    <LazyClipPlayer
      media={clip.media}
      title={clip.title}
      positionMs={clip.positionMs}
      onPosition={(atMs, leaving) => {
        const kept = request('PUT /clips/:clipId/position', {
          params: { clipId: clip.id },
          body: { atMs: Math.round(atMs) },
          keepalive: leaving,
        })
        // Where she was is a comfort: losing one report of it is nothing to tell her about.
        kept.catch(() => undefined)
      }}
    />
  )
}

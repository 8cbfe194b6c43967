import { useParams } from '@tanstack/react-router'
import { ClipPage } from '../features/clips/clip-page.tsx'
import { ClipReviews } from '../features/clips/clip-reviews.tsx'
import { LazyClipPlayer } from '../features/player/lazy-clip-player.tsx'
import { savePosition } from '../lib/save-position.ts'

/** Where the clip's page and the features around it meet. */
export function ClipPlace() {
  const { clipId } = useParams({ from: '/signed-in/clips/$clipId' })
  return (
    <ClipPage
      key={clipId}
      clipId={clipId}
      renderPlayer={(clip) =>
        clip.media && (
          <LazyClipPlayer
            media={clip.media}
            title={clip.title}
            positionMs={clip.positionMs}
            onPosition={savePosition(clip.id)}
          />
        )
      }
      renderBeside={(clip) => <ClipReviews clip={clip} />}
    />
  )
}

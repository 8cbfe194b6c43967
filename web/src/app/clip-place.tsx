import type { Clip } from '@cuepoint/contracts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ClipPage } from '../features/clips/clip-page.tsx'
import { ClipReviews } from '../features/clips/clip-reviews.tsx'
import { MomentNotes } from '../features/notes/moment-notes.tsx'
import { useNoteMarks } from '../features/notes/use-note-marks.ts'
import { LazyClipPlayer } from '../features/player/lazy-clip-player.tsx'
import { clipReviewsQuery } from '../lib/api/queries.ts'
import type { ClipPlayerProps, PlayerHandle } from '../lib/playback.ts'
import { savePosition } from '../lib/save-position.ts'

/** Where the clip's page and the features around it meet. */
export function ClipPlace() {
  const { clipId } = useParams({ from: '/signed-in/clips/$clipId' })
  return <ClipWithNotes key={clipId} clipId={clipId} />
}

function ClipWithNotes({ clipId }: { clipId: string }) {
  const [player, setPlayer] = useState<PlayerHandle | null>(null)
  const [activeId, setActiveId] = useState<string>()
  const reviews = useQuery(clipReviewsQuery(clipId))
  const show = (noteId: string) => {
    setActiveId(noteId)
    document.getElementById(`note-${noteId}`)?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <ClipPage
      clipId={clipId}
      ready={!reviews.isPending}
      renderPlayer={(clip) => (
        <ClipOnPage
          clip={clip}
          ref={setPlayer}
          activeMarkId={activeId}
          onMarkPress={(mark) => show(mark.id)}
        />
      )}
      renderAsked={(clip) => <ClipReviews clip={clip} />}
      renderNotes={(clip) => (
        <MomentNotes clipId={clip.id} player={player} mayWrite={clip.level !== 'view'} activeId={activeId} />
      )}
    />
  )
}

function ClipOnPage({
  clip,
  ...props
}: { clip: Clip } & Omit<ClipPlayerProps, 'clip' | 'media' | 'title' | 'marks'>) {
  const notes = useNoteMarks(clip.id)
  if (!clip.media) return null
  return (
    <LazyClipPlayer
      {...props}
      clip={clip}
      media={clip.media}
      title={clip.title}
      marks={notes}
      positionMs={clip.positionMs}
      onPosition={savePosition(clip.id)}
    />
  )
}

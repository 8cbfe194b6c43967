import type { Clip } from '@cuepoint/contracts'
import { useParams } from '@tanstack/react-router'
import { DiscussionPage, type TalkPlayerProps } from '../features/discussions/discussion-page.tsx'
import { MomentNotes } from '../features/notes/moment-notes.tsx'
import { useNoteMarks } from '../features/notes/use-note-marks.ts'
import { LazyClipPlayer } from '../features/player/lazy-clip-player.tsx'
import { savePosition } from '../lib/save-position.ts'

/** Where the talk, the clip and the notes on its moments meet. */
export function TalkPlace() {
  const { reviewId } = useParams({ from: '/signed-in/reviews/$reviewId/talk' })
  return (
    <DiscussionPage
      key={reviewId}
      reviewId={reviewId}
      renderPlayer={(clip, props) => <PlayerWithNotes clip={clip} {...props} />}
      renderNotes={(clip, player) => (
        <MomentNotes clipId={clip.id} player={player} mayWrite={clip.level !== 'view'} />
      )}
    />
  )
}

function PlayerWithNotes({ clip, marks = [], ...props }: TalkPlayerProps & { clip: Clip }) {
  const notes = useNoteMarks(clip.id)
  if (!clip.media) return null
  return (
    <LazyClipPlayer
      {...props}
      clip={clip}
      media={clip.media}
      title={clip.title}
      marks={[...marks, ...notes]}
      onPosition={savePosition(clip.id)}
    />
  )
}

import { useParams } from '@tanstack/react-router'
import { ClipPage } from '../features/clips/clip-page.tsx'

/** Where the clip's page and the features around it meet. */
export function ClipPlace() {
  const { clipId } = useParams({ from: '/signed-in/clips/$clipId' })
  return (
    <ClipPage clipId={clipId} renderPlayer={(clip) => <img src={clip.media?.posterUrl} alt={clip.title} />} />
  )
}

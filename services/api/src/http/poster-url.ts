import type { Row } from '@cuepoint/db'
import { mediaUrl } from './media-url.ts'

/** Where the poster of a clip is, or null while there is none. */
export const posterUrl = (clip: {
  id: string
  mediaId: string | null
  media: Row<'clip'>['media']
}): string | null =>
  clip.mediaId !== null && clip.media ? mediaUrl(clip.id, clip.mediaId, clip.media.poster) : null

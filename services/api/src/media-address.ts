/** Where pages find the files of a publish: of this origin, and authorised each time they are asked for. */
export const mediaAddress = (clipId: string, mediaId: string, file: string): string =>
  `/api/clips/${clipId}/media/${mediaId}/${file}`

/** The poster of a clip, or null where there is none to see yet. */
export const posterAddress = (clip: {
  id: string
  media_id: string | null
  media: { poster: string } | null
}): string | null =>
  clip.media_id !== null && clip.media !== null
    ? mediaAddress(clip.id, clip.media_id, clip.media.poster)
    : null

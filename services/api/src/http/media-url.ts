/** Where pages find the files of a publish: of this origin, and authorised each time they are asked for. */
export const mediaUrl = (clipId: string, mediaId: string, file: string): string =>
  `/api/clips/${clipId}/media/${mediaId}/${file}`

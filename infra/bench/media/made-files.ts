import { mediaKey } from '@cuepoint/storage'
import type { MediaStage } from './media-stage.ts'

/** A file that pages of a clip may ask for. Without a key it was promised and never made. */
export type MadeFile = {
  readonly name: string
  readonly key: string | undefined
  readonly sizeBytes: number | undefined
}

type Row = { readonly name: string; readonly written_by: string | null; readonly size_bytes: number | null }

/** What is listed of the clip under the media id that pages are given. */
export async function listMade({ database }: MediaStage, clipId: string): Promise<readonly MadeFile[]> {
  const { rows } = await database.query<Row>(
    `select name, written_by, size_bytes::float8 from clip_file
     where clip_id = $1 and media_id = (select media_id from clip where id = $1) order by name`,
    [clipId],
  )
  return rows.map(({ name, written_by, size_bytes }) => ({
    name,
    key: written_by === null ? undefined : mediaKey(clipId, written_by, name),
    sizeBytes: size_bytes ?? undefined,
  }))
}

/** The names that a playlist names, whatever kind it is. */
export function namedIn(playlist: string): readonly string[] {
  return playlist.split(/\r?\n/).flatMap((line) => {
    if (!line.startsWith('#')) return line.trim() === '' ? [] : [line.trim()]
    return [...line.matchAll(/\bURI="([^"]+)"/g)].map(([, name = '']) => name)
  })
}

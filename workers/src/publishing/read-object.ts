import { mediaKey, type ObjectStore } from '@cuepoint/storage'

const AT_MOST_BYTES = 64 * 1024

/** A small object that a run wrote, such as a rendition's header file. Throws what storage throws. */
export async function readObject(
  storage: Pick<ObjectStore, 'openRead'>,
  { clipId, writtenBy }: { clipId: string; writtenBy: string },
  name: string,
): Promise<Buffer> {
  const opened = await storage.openRead(mediaKey(clipId, writtenBy, name), {
    range: { start: 0, end: AT_MOST_BYTES - 1 },
  })
  if (opened.notModified === true) throw new Error('storage answered a question it was not asked')
  const pieces: Uint8Array[] = []
  for await (const piece of opened.body as AsyncIterable<Uint8Array>) pieces.push(piece)
  return Buffer.concat(pieces)
}

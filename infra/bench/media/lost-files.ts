import { listMade, type MadeFile, namedIn } from './made-files.ts'
import type { MediaStage } from './media-stage.ts'

/** How many files of a finished clip are promised for ever, missing in storage or cut short, or named and not listed. */
export async function countLost(stage: MediaStage, clipId: string): Promise<number> {
  const listed = await listMade(stage, clipId)
  if (listed.length === 0) throw new Error('nothing is listed of the clip')
  const names = new Set(listed.map(({ name }) => name))
  let lost = 0
  for (const file of listed) {
    if (!(await isWhole(stage, file))) lost += 1
    else if (file.name.endsWith('.m3u8'))
      lost += namedIn(await textOf(stage, file)).filter((name) => !names.has(name)).length
  }
  return lost
}

async function isWhole({ storage }: MediaStage, { key, sizeBytes }: MadeFile): Promise<boolean> {
  const head = key === undefined ? undefined : await storage.head(key)
  return head !== undefined && head.sizeBytes === sizeBytes
}

async function textOf({ storage }: MediaStage, { key = '' }: MadeFile): Promise<string> {
  const opened = await storage.openRead(key)
  if (opened.notModified) throw new Error('a playlist was not handed out')
  return Buffer.concat(await opened.body.toArray()).toString()
}

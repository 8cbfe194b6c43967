import type { Teacher } from '../stage/teacher.ts'
import { type Ladder, readLadder } from './ladder.ts'

/** A master playlist and all that it names, asked for over HTTP with her session. */
export async function fetchLadder(
  teacher: Teacher,
  masterUrl: string,
  sourceSeconds: number,
): Promise<Ladder> {
  return await readLadder(masterUrl.split('/').at(-1) ?? '', sourceSeconds, async (uri) => {
    const answer = await teacher.get(masterUrl.replace(/[^/]*$/, uri))
    return {
      status: answer.status,
      contentType: answer.headers.get('content-type') ?? '',
      bytes: Buffer.from(await answer.arrayBuffer()),
    }
  })
}

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Teacher } from '../stage/teacher.ts'

const AT_ONCE = 2
const PATIENCE_MS = 300_000

/** Sends the file into every clip, and again where the line broke, as the page does. */
export async function sendAll(
  teacher: Teacher,
  url: string,
  clipIds: readonly string[],
  path: string,
): Promise<void> {
  const waiting = [...clipIds]
  const carry = async (): Promise<void> => {
    for (let clipId = waiting.shift(); clipId; clipId = waiting.shift())
      await sendUntilTaken(teacher, url, clipId, path)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, carry))
}

async function sendUntilTaken(teacher: Teacher, url: string, clipId: string, path: string): Promise<void> {
  const endsMs = performance.now() + PATIENCE_MS
  for (;;) {
    const status = await sendSlowly(`${url}/api/clips/${clipId}/original`, teacher.cookie, path).catch(
      () => 0,
    )
    if (status === 202) return
    // The answer may be lost although the file arrived.
    const seen = await teacher.clip(clipId).catch(() => undefined)
    if (seen && !['draft', 'uploading'].includes(seen.state)) return
    if (performance.now() > endsMs)
      throw new Error(`a file could not be sent in five minutes, the last answer was ${status}`)
    await delay(500)
  }
}

/** At the speed of a modest line, so that there is a middle to break it in. Resolves to the answer's status. */
async function sendSlowly(address: string, cookie: string, path: string): Promise<number> {
  const boundary = 'lesson-boundary'
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="lesson.mp4"\r\ncontent-type: video/mp4\r\n\r\n`
  const tail = `\r\n--${boundary}--\r\n`
  const { size } = await stat(path)
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const sending = request(address, {
    method: 'PUT',
    headers: {
      cookie,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': size + head.length + tail.length,
    },
  })
  sending.on('response', (answer) => {
    answer.resume()
    answer.on('end', () => resolve(answer.statusCode ?? 0))
  })
  sending.on('error', reject)
  // It may break while pieces are still being written, long before it is waited for.
  promise.catch(() => undefined)
  sending.write(head)
  for await (const piece of createReadStream(path, { highWaterMark: Math.ceil(size / 20) })) {
    if (sending.destroyed) break
    sending.write(piece)
    await delay(60)
  }
  sending.end(tail)
  return await promise
}

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import type { Errand, SenderNews } from './sender-process.ts'

const MEBIBYTE = 1024 * 1024
const BOUNDARY = 'a-boundary-that-no-noise-holds'
const HEAD = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="lesson.mp4"\r\nContent-Type: video/mp4\r\n\r\n`
const END = `\r\n--${BOUNDARY}--\r\n`

const tell = (news: SenderNews): void => {
  process.send?.(news)
}

process.once('message', (errand: Errand) => {
  void send(errand).then(
    () => process.disconnect(),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})

/** Sends noise from memory as one multipart file, as fast as the other side takes it, with rests on the way. */
async function send({ url, cookie, mebibytes, mebibytesBetweenRests }: Errand): Promise<void> {
  const put = request(url, {
    method: 'PUT',
    headers: {
      cookie,
      origin: new URL(url).origin,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': HEAD.length + mebibytes * MEBIBYTE + END.length,
    },
  })
  const answered = once(put, 'response')
  // An early refusal ends the sending too.
  const refused = new AbortController()
  put.once('response', () => {
    if (!put.writableEnded) refused.abort()
  })
  const noise = randomBytes(MEBIBYTE)
  let restedMs = 0
  const started = performance.now()
  put.write(HEAD)
  for (let sent = 1; sent <= mebibytes && !refused.signal.aborted; sent += 1) {
    if (!put.write(noise)) await Promise.race([once(put, 'drain'), answered])
    if (sent % mebibytesBetweenRests !== 0 || sent === mebibytes) continue
    const began = performance.now()
    tell({ state: 'resting' })
    await once(process, 'message')
    restedMs += performance.now() - began
  }
  put.end(END)
  const [answer] = (await answered) as [{ statusCode?: number; resume: () => void }]
  answer.resume()
  tell({ state: 'ended', status: answer.statusCode ?? 0, sendingMs: performance.now() - started - restedMs })
}

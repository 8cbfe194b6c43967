import { once } from 'node:events'
import { request as overHttp } from 'node:http'
import { request as overTls } from 'node:https'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CuepointError } from '@cuepoint/domain'

/**
 * Sends a body on to a signed address, piece by piece as it comes. `signal` aborts with the error to throw. Throws
 * `not-found` where storage knows the upload no more, `upload-interrupted` where the sender broke off, and
 * `storage-unavailable` for the rest.
 */
export async function passOn(
  body: Readable,
  url: string,
  sizeBytes: number,
  signal: AbortSignal,
): Promise<void> {
  const open = url.startsWith('https:') ? overTls : overHttp
  const outgoing = open(url, { method: 'PUT', headers: { 'content-length': sizeBytes } })
  const answered = once(outgoing, 'response')
  // Heard below; until then it must not end the process.
  answered.catch(() => undefined)
  try {
    await pipeline(body, outgoing, { signal })
    const [answer] = (await answered) as [import('node:http').IncomingMessage]
    answer.resume()
    const { statusCode = 500 } = answer
    if (statusCode === 404) throw new CuepointError('not-found')
    if (statusCode >= 300)
      throw new CuepointError('storage-unavailable', { operation: 'pass-on', status: statusCode })
  } catch (error) {
    outgoing.destroy()
    if (error instanceof CuepointError) throw error
    if (signal.aborted) throw signal.reason
    // Whoever sent has gone, or storage has: the body tells which.
    if (body.errored || body.readableAborted)
      throw new CuepointError('upload-interrupted', {}, { cause: error })
    throw new CuepointError('storage-unavailable', { operation: 'pass-on' }, { cause: error })
  }
}

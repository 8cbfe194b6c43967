import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { renderXml, type XmlNode } from './xml.ts'

export type Headers = Readonly<Record<string, string>>

/** The ways to answer. */
export type Reply = {
  empty(status: number, headers?: Headers): void
  xml(status: number, document: XmlNode, headers?: Headers): void
  json(status: number, value: unknown): void
  /** `sizeBytes` must be exactly what `body` gives. */
  stream(status: number, headers: Headers, sizeBytes: number, body: AsyncIterable<Buffer>): Promise<void>
}

/** `severed` cuts the connection in place of the answer, or halfway through its body. */
export function createReply(response: ServerResponse, severed: boolean): Reply {
  const sever = (): void => {
    response.socket?.resetAndDestroy()
  }
  const send = (status: number, headers: Headers, body: string): void => {
    if (severed) return sever()
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
    response.end(body)
  }
  async function* half(body: AsyncIterable<Buffer>, sizeBytes: number): AsyncGenerator<Buffer> {
    let left = Math.floor(sizeBytes / 2)
    for await (const piece of body) {
      if (piece.length >= left) {
        if (left > 0) yield piece.subarray(0, left)
        return sever()
      }
      left -= piece.length
      yield piece
    }
  }
  return {
    empty(status, headers = {}) {
      if (severed) return sever()
      // A 204 and a 304 have no length; a HEAD's answer has brought its own.
      const length =
        status === 204 || status === 304 || 'content-length' in headers ? {} : { 'content-length': 0 }
      response.writeHead(status, { ...headers, ...length })
      response.end()
    },
    xml: (status, document, headers = {}) =>
      send(
        status,
        { 'content-type': 'application/xml', ...headers },
        renderXml(document, document[0] !== 'Error'),
      ),
    json: (status, value) => send(status, { 'content-type': 'application/json' }, JSON.stringify(value)),
    async stream(status, headers, sizeBytes, body) {
      response.writeHead(status, { ...headers, 'content-length': sizeBytes })
      const pieces = severed ? half(body, sizeBytes) : body
      await pipeline(Readable.from(pieces, { objectMode: false }), response)
    },
  }
}

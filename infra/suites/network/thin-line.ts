import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'

/** What becomes of one request on a bad line. */
type Fate = 'well' | 'refused' | 'cut-midway' | 'answer-lost'

export type LineSettings = {
  readonly to: string
  /** Both ways together, all requests together. */
  readonly kbit: number
  /** The part of the requests to the API that something happens to; the page's own files only take their time. */
  readonly lossRate: number
  /** A number from 0 to 1; given, so that a run can be had again. */
  readonly random: () => number
}

/** A line between a browser and the product that is thin, loses requests, and can be cut off altogether. */
export type ThinLine = {
  readonly url: string
  /** Bytes of uploads that came from the browser, whatever became of them. */
  readonly uploadedBytes: () => number
  readonly lost: () => Readonly<Record<Fate, number>>
  /** The same bytes by what became of their request; `left`: by the browser itself, `dark`: in a blackout. */
  readonly uploadedBy: () => Readonly<Record<Fate | 'left' | 'dark', number>>
  /** Nothing goes through any more, until `back`. */
  readonly blackout: () => void
  readonly back: () => void
  readonly close: () => Promise<void>
}

const SLICE_BYTES = 4 * 1024
const isUpload = ({ method, url }: IncomingMessage): boolean =>
  method === 'PUT' && /\/upload\/[^/]+\/bytes\?/.test(url ?? '')

export async function openThinLine({ to, kbit, lossRate, random }: LineSettings): Promise<ThinLine> {
  const bytesPerMs = kbit / 8
  let freeAtMs = 0
  let dark = false
  let uploaded = 0
  const fates: Record<Fate, number> = { well: 0, refused: 0, 'cut-midway': 0, 'answer-lost': 0 }
  const by = { well: 0, refused: 0, 'cut-midway': 0, 'answer-lost': 0, left: 0, dark: 0 }
  const open = new Set<{ destroy: () => void }>()

  /** Waits until so many bytes are through: whoever comes later waits for those before. */
  async function carry(bytes: number): Promise<void> {
    const now = performance.now()
    freeAtMs = Math.max(now, freeAtMs) + bytes / bytesPerMs
    if (freeAtMs > now) await delay(freeAtMs - now)
  }

  function fateOf(): Fate {
    if (random() >= lossRate) return 'well'
    const ways = ['refused', 'cut-midway', 'answer-lost'] as const
    return ways[Math.floor(random() * ways.length)] ?? 'refused'
  }

  /** A body in small slices, as the line brings them. */
  async function* slowly(body: Readable, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
    for await (const piece of body as AsyncIterable<Buffer>)
      for (let at = 0; at < piece.length; at += SLICE_BYTES) {
        const slice = piece.subarray(at, at + SLICE_BYTES)
        await carry(slice.length)
        onBytes(slice.length)
        yield slice
      }
  }

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    // The message forgets its socket once that is gone.
    const { socket } = incoming
    const fate = incoming.url?.startsWith('/api/') ? fateOf() : 'well'
    fates[fate] += 1
    if (dark || fate === 'refused') return void socket.destroy()
    const length = Number(incoming.headers['content-length'] ?? 0)
    const cutAt =
      fate === 'cut-midway' ? Math.floor(random() * Math.max(1, length)) : Number.POSITIVE_INFINITY
    let came = 0
    let end: keyof typeof by = fate
    const onward = request(new URL(incoming.url ?? '/', to), {
      method: incoming.method,
      headers: { ...incoming.headers, host: new URL(to).host, origin: to },
    })
    const answered = once(onward, 'response') as Promise<[IncomingMessage]>
    answered.catch(() => undefined)
    try {
      for await (const slice of slowly(incoming, (bytes) => {
        came += bytes
        if (isUpload(incoming)) uploaded += bytes
      })) {
        if (dark) end = 'dark'
        if (came > cutAt || dark) throw new Error('cut')
        if (!onward.write(slice)) await once(onward, 'drain')
      }
      if (fate === 'cut-midway') throw new Error('cut')
      onward.end()
      const [answer] = await answered
      if (fate === 'answer-lost') {
        answer.resume()
        await once(answer, 'end')
        throw new Error('cut')
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      for await (const slice of slowly(answer, () => undefined)) {
        if (dark) throw new Error('cut')
        if (!outgoing.write(slice)) await once(outgoing, 'drain')
      }
      outgoing.end()
    } catch {
      if (!incoming.complete && end !== 'dark' && came <= cutAt) end = 'left'
      onward.destroy()
      socket.destroy()
    } finally {
      if (isUpload(incoming)) by[end] += came
    }
  }

  const server = createServer((incoming, outgoing) => void pass(incoming, outgoing))
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  server.requestTimeout = 0
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    uploadedBytes: () => uploaded,
    lost: () => fates,
    uploadedBy: () => by,
    blackout: () => {
      dark = true
      for (const socket of open) socket.destroy()
    },
    back: () => {
      dark = false
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

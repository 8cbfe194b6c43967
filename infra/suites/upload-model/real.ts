import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import type { ByteRange } from '@cuepoint/domain'
import type { Client } from 'pg'
import type { Teacher } from '../stage/teacher.ts'

export type Answer<Body> = { readonly status: number; readonly code: string | undefined; readonly body: Body }

/** What the API tells, as far as it matters here. */
type ClipUpload = { readonly id: string; readonly have: readonly ByteRange[] }
type SignedRange = { readonly url: string }

/** One clip of the product, used by its API and over its sockets. */
export type Real = Awaited<ReturnType<typeof openReal>>

/** More than any of the files: its bytes from the front are what a file of any size holds. */
const everything = randomBytes(7 * 1024 * 1024)

export async function openReal(productUrl: string, teacher: Teacher, database: Client) {
  const clipId = await teacher.newClip('model')
  const base = `/api/clips/${clipId}/upload`
  let uploadId: string = randomUUID()

  async function ask<Body = unknown>(method: string, path: string, body?: object): Promise<Answer<Body>> {
    const answer = await fetch(new URL(path, productUrl), {
      method,
      headers: { cookie: teacher.cookie, 'content-type': 'application/json' },
      ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
    })
    const text = await answer.text()
    const parsed = (text === '' ? undefined : JSON.parse(text)) as Body & { readonly code?: string }
    return { status: answer.status, code: answer.ok ? undefined : parsed?.code, body: parsed }
  }

  async function addressOf(range: ByteRange, upload = uploadId): Promise<Answer<string>> {
    const signed = await ask<{ items: SignedRange[] }>('POST', `${base}/${upload}/signatures`, {
      ranges: [range],
    })
    return { ...signed, body: signed.body?.items?.[0]?.url ?? '' }
  }

  /** Sends so many of the bytes and ends the line there, where they are not all. */
  const put = (url: string, range: ByteRange, sentBytes: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const length = range.toByte - range.fromByte
      const outgoing = request(new URL(url, productUrl), {
        method: 'PUT',
        headers: {
          cookie: teacher.cookie,
          'content-type': 'application/octet-stream',
          'content-length': length,
        },
      })
      outgoing.once('response', (answer) => {
        answer.resume()
        answer.once('end', () => resolve(answer.statusCode ?? 0))
      })
      outgoing.once('error', (error) => (sentBytes < length ? resolve(0) : reject(error)))
      const bytes = everything.subarray(range.fromByte, range.fromByte + sentBytes)
      if (sentBytes === length) outgoing.end(bytes)
      else outgoing.write(bytes, () => outgoing.destroy())
    })

  return {
    clipId,
    ask,
    uploadId: () => uploadId,
    begin: async (sizeBytes: number) => {
      const begun = await ask<ClipUpload>('POST', base, { sizeBytes, contentType: 'video/mp4' })
      if (begun.status === 200) uploadId = begun.body.id
      return begun
    },
    find: async () => await ask<ClipUpload>('GET', base),
    addressOf,
    send: async (range: ByteRange, sentBytes = range.toByte - range.fromByte): Promise<number> => {
      const signed = await addressOf(range)
      return signed.status === 200 ? await put(signed.body, range, sentBytes) : signed.status
    },
    put,
    join: async (part: number) => await ask('PUT', `${base}/${uploadId}/parts/${part}`),
    complete: async (upload = uploadId) => await ask('POST', `${base}/${upload}/complete`),
    giveUp: async () => await ask('DELETE', `${base}/${uploadId}`),
    /** Time passes: the upload was last heard of too long ago. */
    expire: async (): Promise<void> => {
      await database.query(
        `update clip set state_deadline = now() - interval '1 second' where id = $1 and state = 'uploading'`,
        [clipId],
      )
    },
    state: async (): Promise<string> => {
      const { rows } = await database.query<{ state: string }>('select state from clip where id = $1', [
        clipId,
      ])
      return rows[0]?.state ?? 'gone'
    },
    /** Whether what is kept as the clip's original are the bytes that were sent. */
    holds: async (sizeBytes: number): Promise<boolean> => {
      const answer = await fetch(new URL(`/api/clips/${clipId}/original`, productUrl), {
        headers: { cookie: teacher.cookie },
      })
      const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
      return hash(await answer.bytes()) === hash(everything.subarray(0, sizeBytes))
    },
    /** Whatever is still on its way is given up, as its owner would. */
    end: async (): Promise<void> => {
      const open = await ask<ClipUpload>('GET', base)
      if (open.status === 200) await ask('DELETE', `${base}/${open.body.id}`)
    },
  }
}

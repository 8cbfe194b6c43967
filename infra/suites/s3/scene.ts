import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { GetObjectCommand, PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { type Credentials, signRequest } from '../../local/s3/index.ts'

export const mebibyte = 1024 * 1024

/** The endpoint under test and a corner of a bucket that is this run's own. */
export type Scene = {
  readonly endpoint: string
  readonly bucket: string
  readonly credentials: Credentials
  /** Ours is started for the run; any other is somebody's. */
  readonly embedded: boolean
  readonly client: S3Client
  /** A client of the same endpoint with other settings; closed with the scene. */
  clientWith: (settings: S3ClientConfig) => S3Client
  /** Where every key of this run lies. */
  readonly prefix: string
  newKey: (name?: string) => string
  url: (key: string) => URL
  /** A request signed by hand, for what no SDK would send. */
  send: (method: string, key: string, options?: RawOptions) => Promise<Response>
  close: () => void
}

// The SDK would print what the checks provoke on purpose.
const nothing = (): void => undefined
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing }

export type RawOptions = {
  readonly headers?: Readonly<Record<string, string>>
  /** Sent, but left out of the signature. */
  readonly unsigned?: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer> | string
  readonly payloadHash?: string
  readonly nowMs?: number
  readonly credentials?: Partial<Credentials>
}

/** One promise of the contract: throws when the endpoint breaks it. */
export type Check = { readonly name: string; readonly run: (scene: Scene) => Promise<void> }

export function openScene(options: {
  endpoint: string
  bucket: string
  credentials: Credentials
  embedded: boolean
}): Scene {
  const { endpoint, bucket, credentials, embedded } = options
  const clients: S3Client[] = []
  const clientWith = (settings: S3ClientConfig): S3Client => {
    const client = new S3Client({
      endpoint,
      region: credentials.region,
      credentials,
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: 1,
      logger: silent,
      ...settings,
    })
    clients.push(client)
    return client
  }
  const prefix = `contract-${randomBytes(6).toString('hex')}/`
  const url = (key: string): URL =>
    new URL(`${endpoint}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`)
  return {
    ...options,
    client: clientWith({}),
    clientWith,
    prefix,
    newKey: (name = randomBytes(6).toString('hex')) => prefix + name,
    url,
    async send(method, key, raw = {}) {
      const target = key.startsWith('/') ? new URL(endpoint + key) : url(key)
      const headers = signRequest(
        {
          method,
          url: target,
          headers: raw.headers ?? {},
          payloadHash: raw.payloadHash ?? 'UNSIGNED-PAYLOAD',
        },
        { ...credentials, ...raw.credentials },
        raw.nowMs ?? Date.now(),
      )
      // The length on the wire is that of the body, whatever length was signed.
      const { 'content-length': _signedLength, ...sent } = headers
      return fetch(target, { method, headers: { ...sent, ...raw.unsigned }, body: raw.body ?? null })
    },
    close: () => {
      for (const client of clients) client.destroy()
    },
    embedded,
  }
}

/** Runs what must be refused and holds the refusal's status, and its code when S3 names one, against the contract. */
export async function refused(work: Promise<unknown>, status: number, ...codes: string[]): Promise<void> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof Error, 'was accepted')
  const metadata = '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }) : {}
  assert.equal(metadata.httpStatusCode, status, `${error.name}: ${error.message}`)
  if (codes.length > 0)
    assert.ok(codes.includes(error.name), `refused as ${error.name}, expected ${codes.join(' or ')}`)
}

/** The same for an answer to a request made by hand. */
export async function refusedRaw(response: Response, status: number, ...codes: string[]): Promise<void> {
  const body = await response.text()
  const code = /<Code>([^<]*)<\/Code>/.exec(body)?.[1] ?? ''
  assert.equal(response.status, status, `answered ${response.status} ${code}`)
  if (codes.length > 0) assert.ok(codes.includes(code), `refused as ${code}, expected ${codes.join(' or ')}`)
}

export const put = (scene: Scene, key: string, body: Uint8Array | string) =>
  scene.client.send(new PutObjectCommand({ Bucket: scene.bucket, Key: key, Body: body }))

export async function get(scene: Scene, key: string): Promise<Buffer> {
  const { Body } = await scene.client.send(new GetObjectCommand({ Bucket: scene.bucket, Key: key }))
  assert.ok(Body !== undefined)
  return Buffer.from(await Body.transformToByteArray())
}

/** Bytes that differ from offset to offset, so that a shifted or repeated piece shows. */
export function pattern(sizeBytes: number, seed = 1): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(sizeBytes)
  let state = seed
  for (let index = 0; index + 4 <= sizeBytes; index += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes.writeUInt32LE(state, index)
  }
  return bytes
}

export function assertSameBytes(actual: Uint8Array, expected: Uint8Array): void {
  assert.equal(actual.length, expected.length, `${actual.length} bytes in place of ${expected.length}`)
  assert.ok(Buffer.from(actual).equals(expected), 'other bytes than were put')
}

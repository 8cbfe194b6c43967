import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { type EmbeddedEndpoint, embeddedCredentials, startEmbedded, withFolder } from './embedded-endpoint.ts'
import { assertSameBytes, get, mebibyte, openScene, pattern, put, type Scene } from './scene.ts'

/** A promise that only our own endpoint can be held to, because it takes its process and its folder in hand. */
export type EmbeddedCheck = { readonly name: string; readonly run: () => Promise<void> }

const bucket = 'embedded'

const sceneOf = (endpoint: EmbeddedEndpoint): Scene =>
  openScene({ endpoint: endpoint.url, bucket, credentials: embeddedCredentials, embedded: true })

async function filesIn(dataDir: string): Promise<string[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('index.sqlite'))
    .map(({ name }) => name)
}

async function listAll(scene: Scene): Promise<string[]> {
  const keys: string[] = []
  let token: string | undefined
  do {
    const page = await scene.client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
    )
    keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key))
    token = page.NextContinuationToken
  } while (token !== undefined)
  return keys
}

/** Writes objects, overwrites and parts until the process is killed under it; what was acknowledged. */
async function writeUntilKilled(scene: Scene, endpoint: EmbeddedEndpoint, killAfter: number) {
  const acknowledged = new Map<string, string>()
  let count = 0
  const writer = async (name: number): Promise<void> => {
    for (let round = 0; ; round++) {
      // Every third write goes over an object of the writer's own.
      const key = `w${name}/${round % 3 === 2 ? 'again' : `${round}-${count}`}`
      const body = `${key} ${round} ${'x'.repeat(30_000 * (round % 4))}`
      if (key.endsWith('again')) acknowledged.delete(key)
      try {
        await put(scene, key, body)
      } catch {
        return
      }
      acknowledged.set(key, body)
      if (++count === killAfter) await endpoint.kill()
    }
  }
  await Promise.all(Array.from({ length: 8 }, (_, name) => writer(name)))
  return acknowledged
}

async function peakMebibytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
  assert.ok(peak !== undefined, 'the kernel does not say how much memory was used')
  return Number(peak) / 1024
}

/** `total` bytes from one block, again and again. */
function* flood(total: number, block: Buffer): Generator<Buffer> {
  for (let sent = 0; sent < total; sent += block.length)
    yield block.subarray(0, Math.min(block.length, total - sent))
}

export const embeddedChecks: readonly EmbeddedCheck[] = [
  {
    name: 'three kill -9 in the middle of writes: nothing acknowledged is lost, nothing half-written is seen, no litter',
    run: () =>
      withFolder(async (dataDir) => {
        const expected = new Map<string, string>()
        for (const killAfter of [60, 140, 90]) {
          const endpoint = await startEmbedded(dataDir)
          const scene = sceneOf(endpoint)
          if (expected.size === 0) await scene.client.send(new CreateBucketCommand({ Bucket: bucket }))
          for (const [key, body] of await writeUntilKilled(scene, endpoint, killAfter))
            expected.set(key, body)
          scene.close()

          const restarted = await startEmbedded(dataDir)
          const after = sceneOf(restarted)
          const keys = await listAll(after)
          for (const key of keys) {
            const body = (await get(after, key)).toString()
            // A write that was under way may have happened, but then all of it.
            assert.match(body, new RegExp(`^${key} (\\d+) x*$`), `${key} is not whole`)
            if (!key.endsWith('again')) assert.equal(body, expected.get(key) ?? body)
          }
          for (const key of expected.keys())
            assert.ok(keys.includes(key), `${key} was acknowledged and is lost`)
          assert.equal(
            (await filesIn(dataDir)).length,
            keys.length,
            'files without an object, or the reverse',
          )
          after.close()
          assert.equal(await restarted.stop(), 0)
        }
      }),
  },
  {
    name: 'a kill -9 in the middle of an upload in parts: the parts that were acknowledged are still there',
    run: () =>
      withFolder(async (dataDir) => {
        const first = await startEmbedded(dataDir)
        const before = sceneOf(first)
        await before.client.send(new CreateBucketCommand({ Bucket: bucket }))
        const Key = 'parts'
        const { UploadId } = await before.client.send(
          new CreateMultipartUploadCommand({ Bucket: bucket, Key }),
        )
        const send = (scene: Scene, PartNumber: number) =>
          scene.client.send(
            new UploadPartCommand({
              Bucket: bucket,
              Key,
              UploadId,
              PartNumber,
              Body: pattern(100_000, PartNumber),
            }),
          )
        await send(before, 1)
        // The second is on its way when the process ends.
        const lost = send(before, 2).catch(() => 'lost')
        await first.kill()
        await lost
        before.close()

        const second = await startEmbedded(dataDir)
        const after = sceneOf(second)
        const response = await after.send('GET', `/${bucket}/${Key}?uploadId=${UploadId}`)
        const parts = [...(await response.text()).matchAll(/<PartNumber>(\d+)/g)].map(([, number]) => number)
        assert.ok(parts.includes('1'))
        assert.equal((await filesIn(dataDir)).length, parts.length)
        after.close()
        await second.stop()
      }),
  },
  {
    name: 'half a gigabyte up in one piece, in parts and down again, in less than 250 MiB of memory',
    run: () =>
      withFolder(async (dataDir) => {
        const endpoint = await startEmbedded(dataDir)
        const scene = sceneOf(endpoint)
        await scene.client.send(new CreateBucketCommand({ Bucket: bucket }))
        const [total, block] = [512 * mebibyte, randomBytes(mebibyte)]
        const Body = () => Readable.from(flood(total, block), { objectMode: false })
        await scene.client.send(
          new PutObjectCommand({ Bucket: bucket, Key: 'whole', Body: Body(), ContentLength: total }),
        )
        await new Upload({
          client: scene.client,
          params: { Bucket: bucket, Key: 'parts', Body: Body() },
          partSize: 8 * mebibyte,
          queueSize: 2,
        }).done()
        const expected = createHash('sha256')
        for (const piece of flood(total, block)) expected.update(piece)
        const wanted = expected.digest('hex')
        for (const Key of ['whole', 'parts']) {
          const found = await scene.client.send(new GetObjectCommand({ Bucket: bucket, Key }))
          assert.ok(found.Body instanceof Readable)
          const actual = createHash('sha256')
          for await (const piece of found.Body as AsyncIterable<Buffer>) actual.update(piece)
          assert.equal(actual.digest('hex'), wanted)
        }
        const peak = await peakMebibytes(endpoint.pid)
        console.log(`      peak ${peak.toFixed(0)} MiB`)
        assert.ok(peak < 250, `${peak.toFixed(0)} MiB`)
        scene.close()
        await endpoint.stop()
      }),
  },
  {
    name: 'a reader that stops halfway, or a writer that goes away, leaves no file behind',
    run: () =>
      withFolder(async (dataDir) => {
        const endpoint = await startEmbedded(dataDir)
        const scene = sceneOf(endpoint)
        await scene.client.send(new CreateBucketCommand({ Bucket: bucket }))
        await put(scene, 'read', pattern(20 * mebibyte))
        const found = await scene.client.send(new GetObjectCommand({ Bucket: bucket, Key: 'read' }))
        assert.ok(found.Body instanceof Readable)
        await once(found.Body, 'readable')
        // Overwritten and deleted under the reader, then left by it.
        await put(scene, 'read', 'short')
        found.Body.destroy()

        const controller = new AbortController()
        async function* stalling(): AsyncGenerator<Buffer> {
          yield pattern(3 * mebibyte)
          controller.abort()
          yield pattern(mebibyte)
        }
        await assert.rejects(
          scene.client.send(
            new PutObjectCommand({
              Bucket: bucket,
              Key: 'gone',
              Body: Readable.from(stalling(), { objectMode: false }),
              ContentLength: 40 * mebibyte,
            }),
            { abortSignal: controller.signal },
          ),
        )
        scene.close()
        // Stopping waits for what is still being cleared away.
        await endpoint.stop()
        const restarted = await startEmbedded(dataDir)
        assert.equal((await filesIn(dataDir)).length, 1)
        await restarted.stop()
      }),
  },
  {
    name: 'a reader keeps what it began to read while the object is replaced and deleted',
    run: () =>
      withFolder(async (dataDir) => {
        const endpoint = await startEmbedded(dataDir)
        const scene = sceneOf(endpoint)
        await scene.client.send(new CreateBucketCommand({ Bucket: bucket }))
        const body = pattern(40 * mebibyte)
        // In parts, so that files of it are opened long after it was replaced.
        await new Upload({
          client: scene.client,
          params: { Bucket: bucket, Key: 'read', Body: body },
          partSize: 5 * mebibyte,
        }).done()
        const found = await scene.client.send(new GetObjectCommand({ Bucket: bucket, Key: 'read' }))
        await put(scene, 'read', 'short')
        assertSameBytes((await found.Body?.transformToByteArray()) ?? new Uint8Array(), body)
        scene.close()
        await endpoint.stop()
        assert.equal((await filesIn(dataDir)).length, 1)
      }),
  },
  {
    name: 'a second process on the same folder is turned away and harms nothing',
    run: () =>
      withFolder(async (dataDir) => {
        const endpoint = await startEmbedded(dataDir)
        await assert.rejects(startEmbedded(dataDir), /in use by another process/)
        const scene = sceneOf(endpoint)
        await scene.client.send(new CreateBucketCommand({ Bucket: bucket }))
        scene.close()
        assert.equal(await endpoint.stop(), 0)
      }),
  },
]

import { randomBytes } from 'node:crypto'
import { on } from 'node:events'
import { watch } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { freePort } from '@cuepoint/infra/local'
import { startApi } from '../../local/api.ts'
import type { ProductStage } from '../../suites/stage/product-stage.ts'
import type { Teacher } from '../../suites/stage/teacher.ts'
import { watchMemory } from './process-memory.ts'

const UPLOADS = 20
const MEBIBYTE = 1024 * 1024
const FILE_BYTES = 26 * MEBIBYTE
const PART_BYTES = 5 * MEBIBYTE
const RANGES_AT_ONCE = 4
const TOLD_WITHIN_MS = 20_000

/**
 * What uploads cost the API whose bytes go straight into storage: twenty at once, twice. The first twenty warm it up, and what
 * the second add to its memory is what would go on growing.
 */
export async function directFigures(
  { product, ground }: ProductStage,
  teacher: Teacher,
): Promise<{ directApiGrowthMiB: number; directLoopDelayP99Ms: number; directIdleLoopDelayP99Ms: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-direct-'))
  const delayFile = join(folder, 'delay.json')
  const port = await freePort()
  // In a folder of its own: in the product's it would be taken for one that an earlier start left behind.
  const api = await startApi(
    { ...ground, dataDir: folder },
    {
      host: '127.0.0.1',
      port,
      env: {
        ...product.env,
        S3_PUBLIC_ENDPOINT: product.env['S3_ENDPOINT'] ?? '',
        LOOP_DELAY_FILE: delayFile,
        NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'loop-delay.ts')).href}`,
      },
    },
  )
  try {
    const pid = api.child?.pid
    if (pid === undefined) throw new Error('the second API has no process')
    const url = `http://127.0.0.1:${port}`
    const bytes = randomBytes(FILE_BYTES)
    const twenty = () => Promise.all(Array.from({ length: UPLOADS }, () => sendDirectly(url, teacher, bytes)))
    await twenty()
    await delayOf(pid, folder, delayFile)
    const idle = await delayOf(pid, folder, delayFile, 2_000)
    const memory = await watchMemory(pid)
    await twenty()
    const { beforeMiB, peakMiB } = await memory.stop()
    const busy = await delayOf(pid, folder, delayFile)
    return {
      directApiGrowthMiB: Math.round((peakMiB - beforeMiB) * 10) / 10,
      directLoopDelayP99Ms: busy,
      directIdleLoopDelayP99Ms: idle,
    }
  } finally {
    await api.stop?.()
    await rm(folder, { recursive: true, force: true })
  }
}

/** What the loop was late since it was asked last, in ms, the 99th of a hundred. */
async function delayOf(pid: number, folder: string, file: string, afterMs = 0): Promise<number> {
  if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs))
  const watcher = watch(folder)
  try {
    const changes = on(watcher, 'change', { signal: AbortSignal.timeout(TOLD_WITHIN_MS) })
    process.kill(pid, 'SIGUSR2')
    for await (const [, name] of changes as AsyncIterable<[string, string | null]>) {
      if (name === null || !file.endsWith(name)) continue
      const text = await readFile(file, 'utf8')
      if (text !== '') return Math.round((JSON.parse(text) as { p99Ms: number }).p99Ms * 10) / 10
    }
  } finally {
    watcher.close()
  }
  throw new Error('the loop was not told')
}

async function sendDirectly(url: string, teacher: Teacher, bytes: Buffer): Promise<void> {
  const ask = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { cookie: teacher.cookie, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}`)
    return (await answer.json()) as Answer
  }
  const clipId = await teacher.newClip('Straight into storage')
  const { id } = await ask<{ id: string }>('POST', `/api/clips/${clipId}/upload`, {
    sizeBytes: bytes.length,
    contentType: 'video/mp4',
  })
  const ranges = Array.from({ length: Math.ceil(bytes.length / PART_BYTES) }, (_, n) => ({
    fromByte: n * PART_BYTES,
    toByte: Math.min(bytes.length, (n + 1) * PART_BYTES),
  }))
  for (let n = 0; n < ranges.length; n += RANGES_AT_ONCE) {
    const { items } = await ask<{
      items: { url: string; sameOrigin: boolean; fromByte: number; toByte: number }[]
    }>('POST', `/api/clips/${clipId}/upload/${id}/signatures`, {
      ranges: ranges.slice(n, n + RANGES_AT_ONCE),
    })
    for (const range of items) {
      if (range.sameOrigin) throw new Error('the bytes would have gone through the API')
      const stored = await fetch(range.url, {
        method: 'PUT',
        body: new Uint8Array(bytes.subarray(range.fromByte, range.toByte)),
      })
      if (!stored.ok) throw new Error(`storage answered with ${stored.status}`)
      await stored.arrayBuffer()
    }
  }
  await ask('POST', `/api/clips/${clipId}/upload/${id}/complete`, {})
}

import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { ProductStage } from '../stage/product-stage.ts'
import { ask } from './truth.ts'

const PATIENCE_MS = 300_000

/** One thing after another goes wrong, each at the moment at which it hurts. */
export async function disturb(stage: ProductStage, clipIds: readonly string[]): Promise<void> {
  const { product } = stage
  const database = product.env['DATABASE_URL'] ?? ''
  const say = (words: string) => console.log(`--- ${words}`)

  const until = async (what: string, sql: string): Promise<void> => {
    const endsMs = performance.now() + PATIENCE_MS
    for (;;) {
      const answer = await ask(database, sql, [clipIds]).catch(() => [])
      if (answer.length > 0) return
      if (performance.now() > endsMs) throw new Error(`waited in vain for ${what}`)
      await delay(50)
    }
  }
  const inFfmpeg = () =>
    until('a clip in ffmpeg', `select 1 from clip_part where clip_id = any ($1) and state = 'running'`)
  const inUpload = () => until('an upload', `select 1 from clip where id = any ($1) and state = 'uploading'`)
  const waiting = () =>
    until(
      'a clip that waits',
      `select 1 from clip where id = any ($1) and state = 'uploaded'
       union all select 1 from clip_part where clip_id = any ($1) and state = 'waiting'`,
    )

  await inUpload()
  await delay(300)
  say('the API is killed in the middle of an upload')
  await product.part('api').restart('outright')

  await inFfmpeg()
  say('the worker is killed in ffmpeg')
  await product.part('worker').restart('outright')

  if (product.env['QUEUE'] === 'redis') {
    await waiting()
    say('Redis is killed while clips wait')
    await product.part('redis').restart('outright')
  }

  await inFfmpeg()
  say('the worker is killed in ffmpeg, again')
  await product.part('worker').restart('outright')

  await waiting()
  say('PostgreSQL is restarted')
  await product.part('postgres').restart('in order')

  await inFfmpeg()
  say('the queue is emptied while a clip is in work and others wait')
  await emptyQueue(product.env)

  await inFfmpeg()
  say('PostgreSQL is killed while a clip is in work')
  await product.part('postgres').restart('outright')

  await inFfmpeg()
  say('the worker is told to stop in ffmpeg')
  await product.part('worker').restart('in order')
  say('enough')
}

async function emptyQueue(env: Readonly<Record<string, string>>): Promise<void> {
  if (env['QUEUE'] !== 'redis') {
    await ask(env['DATABASE_URL'] ?? '', 'delete from bullmq.job')
    return
  }
  const client = new Redis(env['REDIS_URL'] ?? '')
  await client.flushall()
  client.disconnect()
}

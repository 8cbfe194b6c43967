import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'

export type Listening = {
  /** Ends it; no callback follows. */
  stop(): Promise<void>
}

const retryMs = 1_000

/**
 * Listens on one channel with a connection of its own from the pool, and takes a new one when that is lost.
 * `onReturn` is called after such a gap, in which notifications may have been missed. Rejects when the first
 * connection cannot be had.
 */
export async function listen(
  pool: pg.Pool,
  channel: string,
  on: {
    readonly message: (payload: string) => void
    readonly returned?: () => void
    readonly trouble?: (error: Error) => void
  },
): Promise<Listening> {
  const ending = new AbortController()
  let current: pg.PoolClient | undefined

  async function subscribe(): Promise<void> {
    const client = await pool.connect()
    try {
      await client.query(`listen ${client.escapeIdentifier(channel)}`)
    } catch (error) {
      client.release(true)
      throw error
    }
    let lost = false
    const lose = (error?: Error) => {
      if (lost || ending.signal.aborted) return
      lost = true
      if (error) on.trouble?.(error)
      client.release(true)
      void resubscribe()
    }
    client.on('error', lose)
    client.on('end', () => lose())
    client.on('notification', (notice) => on.message(notice.payload ?? ''))
    current = client
  }

  async function resubscribe(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        await subscribe()
        on.returned?.()
        return
      } catch (error) {
        if (error instanceof Error) on.trouble?.(error)
        await delay(retryMs, undefined, { signal: ending.signal }).catch(() => undefined)
      }
    }
  }

  await subscribe()
  return {
    async stop() {
      ending.abort()
      current?.removeAllListeners('notification')
      current?.release(true)
    },
  }
}

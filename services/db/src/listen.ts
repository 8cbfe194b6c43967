import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

export type Channel = 'outbox' | 'change' | 'session_ended'

export type Listener = {
  onNotice: (payload: string, channel: string) => void
  /** The line was lost and is back: what was said meanwhile was missed. */
  onAgain?: () => void
  onLost?: (error: Error) => void
}

const againAfterMs = 500

/**
 * Listens to channels on one connection of its own, outside the pool, and comes back by itself after a lost one.
 * Rejects when the first connection cannot be had. Resolves to what ends the listening.
 */
export async function listenTo(
  pool: pg.Pool,
  channel: Channel | readonly Channel[],
  { onNotice, onAgain, onLost }: Listener,
): Promise<() => Promise<void>> {
  const channels = [channel].flat()
  const ended = new AbortController()
  let current: pg.Client | undefined

  const connect = async (): Promise<void> => {
    const client = new pg.Client({
      ...pool.options,
      application_name: `cuepoint-listen-${channels.join('-')}`,
      keepAlive: true,
    })
    client.on('notification', (notice) => onNotice(notice.payload ?? '', notice.channel))
    client.on('error', (error) => onLost?.(error))
    client.once('end', () => {
      if (current === client) void comeBack()
    })
    await client.connect()
    await client.query(channels.map((each) => `listen ${each}`).join('; '))
    current = client
    if (ended.signal.aborted) await client.end()
  }

  const comeBack = async (): Promise<void> => {
    current = undefined
    while (!ended.signal.aborted) {
      try {
        await pause(againAfterMs, undefined, { signal: ended.signal })
        await connect()
        onAgain?.()
        return
      } catch {
        // Away still, or told to end: the loop's condition knows which.
      }
    }
  }

  await connect()
  return async () => {
    ended.abort()
    const last = current
    current = undefined
    await last?.end()
  }
}

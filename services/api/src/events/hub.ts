import type { ChangeEvent } from '@cuepoint/contracts'
import { type CuepointDatabase, listenTo, listLiveSessions } from '@cuepoint/db'
import { isId } from '@cuepoint/domain'
import type { FastifyBaseLogger } from 'fastify'

/** One open page. */
export type Listener = {
  readonly personId: string
  readonly sessionId: string
  send(change: ChangeEvent): void
  /** Keeps proxies and phones from taking the line for dead. */
  beat(): void
  close(): void
}

export type EventHub = {
  /** Undefined when this person has as many pages open as she may have. Else how to leave. */
  join(listener: Listener): (() => void) | undefined
  readonly size: number
  close(): Promise<void>
}

type Options = { db: CuepointDatabase; authDb: CuepointDatabase; log: FastifyBaseLogger; heartbeatMs: number }

/** A person's tabs and devices together. A page more than that does without live news. */
export const pagesPerPerson = 12

/**
 * Tells open pages what changed. One connection to the database hears every change with the people who may know of
 * it; nothing is looked up for each page. When that connection was lost all pages are closed, so that they come back
 * and read everything anew: what was said meanwhile is not known.
 */
export async function openEventHub({ db, authDb, log, heartbeatMs }: Options): Promise<EventHub> {
  const byPerson = new Map<string, Set<Listener>>()
  const everyone = () => [...byPerson.values()].flatMap((listeners) => [...listeners])
  const closeAll = () => everyone().forEach((listener) => listener.close())

  const onChange = (payload: string): void => {
    const told = readTold(payload)
    if (!told) return
    for (const personId of told.people)
      for (const listener of byPerson.get(personId) ?? []) listener.send(told.change)
  }
  const onSessionEnded = (sessionId: string): void =>
    everyone()
      .filter((listener) => listener.sessionId === sessionId)
      .forEach((listener) => listener.close())
  const onLost = (error: Error): void => log.warn({ err: error }, 'the line that hears changes was lost')

  const stop = await listenTo(db.pool, ['change', 'session_ended'], {
    onNotice: (payload, channel) => (channel === 'change' ? onChange(payload) : onSessionEnded(payload)),
    onAgain: closeAll,
    onLost,
  })

  const beat = async (): Promise<void> => {
    const listeners = everyone()
    if (listeners.length === 0) return
    // A session that ran out by itself rings no bell.
    const live = await listLiveSessions(authDb, [...new Set(listeners.map((each) => each.sessionId))])
    for (const listener of listeners) {
      if (live.has(listener.sessionId)) listener.beat()
      else listener.close()
    }
  }
  const timer = setInterval(() => {
    beat().catch((error: unknown) => log.warn({ err: error }, 'open sessions could not be looked up'))
  }, heartbeatMs)

  return {
    join(listener) {
      const { personId } = listener
      const listeners = byPerson.get(personId) ?? new Set()
      if (listeners.size >= pagesPerPerson) return undefined
      byPerson.set(personId, listeners.add(listener))
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0 && byPerson.get(personId) === listeners) byPerson.delete(personId)
      }
    },
    get size() {
      return everyone().length
    },
    async close() {
      clearInterval(timer)
      closeAll()
      await stop()
    },
  }
}

const nouns: readonly ChangeEvent['noun'][] = ['clip', 'review', 'discussion', 'note', 'notice']

/** What the triggers of the database say, or undefined for what is none of ours. */
function readTold(payload: string): { people: string[]; change: ChangeEvent } | undefined {
  const { noun, id, people, progressPercent, remainingMs } = JSON.parse(payload) as Record<string, unknown>
  const known = nouns.find((each) => each === noun)
  if (!known || !isId(id) || !Array.isArray(people)) return undefined
  const change: ChangeEvent = {
    noun: known,
    id,
    ...(typeof progressPercent === 'number' && { progressPercent }),
    ...(typeof remainingMs === 'number' && { remainingMs }),
  }
  return { people: people.filter(isId), change }
}

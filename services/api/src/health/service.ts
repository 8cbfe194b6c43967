import type { Health } from '@cuepoint/contracts'
import { listHeartbeats } from '@cuepoint/db'
import type { ApiDeps } from '../deps.ts'
import { describeError } from '../log.ts'

const patienceMs = 3_000
/** Parts that say they are alive do so every ten seconds. */
const silentTooLongSeconds = 45

type Part = Health['parts'][number]

/** Asks every part at once; a part that does not answer in time counts as down. Details are codes, never messages. */
export async function readHealth(deps: ApiDeps): Promise<Health> {
  const [asked, heard] = await Promise.all([
    Promise.all([
      partHealth('api', async () => undefined),
      partHealth('database', () => deps.db.check()),
      partHealth('storage', () => deps.storage.check()),
      partHealth('mail', () => deps.mailer.check()),
    ]),
    listHeartbeats(deps.db).catch(() => []),
  ])
  const parts = [
    ...asked,
    ...heard.map(({ part, silentSeconds }): Part => {
      const ok = silentSeconds < silentTooLongSeconds
      return ok ? { name: part, ok } : { name: part, ok, detail: `silent for ${silentSeconds} s` }
    }),
  ]
  return { ok: parts.every((part) => part.ok), version: deps.config.version, parts }
}

/** Without its database nothing can be answered; every other part that is down leaves most of the work standing. */
export const canServe = (health: Health): boolean =>
  health.parts.every((part) => part.ok || part.name !== 'database')

async function partHealth(name: string, check: () => Promise<void>): Promise<Part> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(Object.assign(new Error(), { code: 'no-answer' })), patienceMs)
  try {
    await Promise.race([check(), late])
    return { name, ok: true }
  } catch (error) {
    const { code, type } = describeError(error)
    return { name, ok: false, detail: code ?? type }
  } finally {
    clearTimeout(timer)
  }
}

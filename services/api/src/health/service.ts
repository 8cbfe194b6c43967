import type { Health } from '@cuepoint/contracts'
import type { ApiDeps } from '../deps.ts'
import { describeError } from '../log.ts'

const patienceMs = 3_000

/** Asks every part at once; a part that does not answer in time counts as down. Details are codes, never messages. */
export async function readHealth(deps: ApiDeps): Promise<Health> {
  const parts = await Promise.all([
    partHealth('api', async () => undefined),
    partHealth('database', () => deps.db.check()),
    partHealth('storage', () => deps.storage.check()),
    partHealth('mail', () => deps.mailer.check()),
  ])
  return { ok: parts.every((part) => part.ok), version: deps.config.version, parts }
}

async function partHealth(name: string, check: () => Promise<void>): Promise<Health['parts'][number]> {
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

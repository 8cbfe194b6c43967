import type { Me } from '@cuepoint/contracts'
import { changePerson, findPerson, findPersonWithPrograms, type PersonChange } from '@cuepoint/db'
import { CuepointError } from '@cuepoint/domain'
import type { FastifyBaseLogger } from 'fastify'
import type { ApiDeps } from '../deps.ts'
import { resetMinutes } from './auth.ts'

/** Throws `not-signed-in` when the person is gone. */
export async function readMe(deps: ApiDeps, personId: string): Promise<Me> {
  const person = await findPersonWithPrograms(deps.authDb, personId)
  if (!person) throw new CuepointError('not-signed-in')
  return person
}

/** Throws `bad-request` for a time zone that no calendar knows. */
export async function changeMe(deps: ApiDeps, personId: string, change: PersonChange): Promise<Me> {
  if (change.timeZone !== undefined) checkTimeZone(change.timeZone)
  if (change.name !== undefined && change.name.trim() === '') throw new CuepointError('bad-request')
  await changePerson(deps.authDb, personId, { ...change, name: change.name?.trim() })
  return await readMe(deps, personId)
}

export function checkTimeZone(timeZone: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone })
  } catch {
    throw new CuepointError('bad-request', { in: 'body', at: '/timeZone', rule: 'time-zone' })
  }
}

/** Mails the link that sets a new password. The token stands behind the `#`: no server's log ever sees it. */
export async function mailReset(
  deps: ApiDeps,
  log: FastifyBaseLogger,
  personId: string,
  token: string,
): Promise<void> {
  const person = await findPerson(deps.authDb, personId)
  if (!person) return
  await deps.mailer.send({
    to: person.email,
    language: person.language,
    template: 'password-reset',
    params: { name: person.name, link: `${deps.config.publicUrl}/reset#${token}`, minutes: resetMinutes },
  })
  log.info({ personId }, 'a link for a new password was mailed')
}

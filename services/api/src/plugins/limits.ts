import { createHash } from 'node:crypto'
import { countTry, type TryLimit } from '@cuepoint/db'
import { CuepointError } from '@cuepoint/domain'
import type { FastifyRequest } from 'fastify'
import type { ApiDeps } from '../deps.ts'

/** How often one address, or one account from everywhere, may try what a stranger could try. */
export const tryLimits = {
  // Thirty people of one school sit behind one address when the coach shows them how to begin.
  'invitation-by-address': { max: 60, windowSeconds: 300 },
  'invitation-by-token': { max: 10, windowSeconds: 900 },
  'reset-by-address': { max: 20, windowSeconds: 900 },
  'reset-by-account': { max: 3, windowSeconds: 900 },
  // Slow enough to make guessing pointless, wide enough that nobody locks someone else out in passing.
  'sign-in-by-account': { max: 30, windowSeconds: 900 },
} as const satisfies Record<string, TryLimit>
export type LimitedTry = keyof typeof tryLimits

/** An address or an e-mail address has no business in a table of counters: its hash counts as well. */
const keyOf = (what: LimitedTry, whom: string): string =>
  `${what} ${createHash('sha256').update(whom).digest('base64url')}`

/** Seconds to wait when there were too many tries, else undefined. */
export const tryAgainIn = async (
  deps: ApiDeps,
  what: LimitedTry,
  whom: string,
): Promise<number | undefined> =>
  (await countTry(deps.authDb, keyOf(what, whom), tryLimits[what])).retryAfterSeconds

/** Counts a try and throws `too-many-tries` when there were too many. */
export async function limitTries(deps: ApiDeps, what: LimitedTry, whom: string): Promise<void> {
  const retryAfterSeconds = await tryAgainIn(deps, what, whom)
  if (retryAfterSeconds !== undefined) throw new CuepointError('too-many-tries', { retryAfterSeconds })
}

/** The caller's address: the socket's, or what a trusted proxy says. Never a header of the caller's. */
export const addressOf = (request: FastifyRequest): string => request.ip

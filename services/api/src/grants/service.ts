import type { Grant, NewGrant } from '@cuepoint/contracts'
import {
  findClip,
  type GrantReceiverChoice,
  type ListedGrant,
  listGrants,
  mayReceive,
  recordFact,
  replaceGrant,
  revokeGrant,
  type Tx,
} from '@cuepoint/db'
import { CuepointError, instantFrom } from '@cuepoint/domain'

/** Every grant of a clip, the newest first, also those that are over: she sees whom she has let in, and when. */
export async function grantsOf(tx: Tx, clipId: string): Promise<Grant[]> {
  return (await listGrants(tx, clipId)).map(grantShape)
}

/**
 * Lets a person or a partnership see the clip; what held for them before ends. Whoever had no sight until now is told,
 * at once where there is something to see, else when there is. Throws `grant-needs-receiver` unless exactly one
 * receiver is named whom the owner may choose.
 */
export async function shareClip(tx: Tx, ownerId: string, clipId: string, wanted: NewGrant): Promise<Grant> {
  const receiver = receiverOf(wanted)
  const clip = await findClip(tx, clipId, ownerId)
  if (!clip) throw new CuepointError('not-found')
  if (clip.state === 'deleting') throw new CuepointError('wrong-state')
  if (!(await mayReceive(tx, { programId: clip.program_id, ownerId }, receiver)))
    throw new CuepointError('grant-needs-receiver')

  const before = await listGrants(tx, clipId)
  const expiresAt = wanted.expiresAt === null ? null : instantFrom(wanted.expiresAt)
  const id = await replaceGrant(tx, {
    clipId,
    grantedBy: ownerId,
    level: wanted.level,
    expiresAt,
    ...receiver,
  })
  const made = (await listGrants(tx, clipId)).find((grant) => grant.id === id)
  if (!made) throw new CuepointError('not-found')
  if (clip.state === 'ready' && made.live)
    for (const personId of newSight(made, before))
      await recordFact(tx, { personId, kind: 'clip-shared', clipId, fact: `clip-shared:${id}` })
  return grantShape(made)
}

/** Takes a grant back; what it gave is dead on the next request. Throws `not-found`. */
export async function takeBack(tx: Tx, clipId: string, grantId: string): Promise<void> {
  if (!(await revokeGrant(tx, clipId, grantId))) throw new CuepointError('not-found')
}

function receiverOf({ partnershipId, personId }: NewGrant): GrantReceiverChoice {
  if (partnershipId !== undefined && personId === undefined) return { partnershipId }
  if (personId !== undefined && partnershipId === undefined) return { personId }
  throw new CuepointError('grant-needs-receiver')
}

/** Those who see the clip by the new grant and did not by any before it. */
function newSight(made: ListedGrant, before: readonly ListedGrant[]): string[] {
  const saw = new Set(
    before.filter((grant) => grant.live).flatMap((grant) => grant.people.map(({ id }) => id)),
  )
  return made.people.map(({ id }) => id).filter((id) => !saw.has(id))
}

const grantShape = (grant: ListedGrant): Grant => ({
  id: grant.id,
  level: grant.level,
  partnershipId: grant.partnership_id,
  people: grant.people.map(({ id, name }) => ({ id, name })),
  createdAt: grant.created_at.toISOString(),
  expiresAt: grant.expires_at?.toISOString() ?? null,
  revokedAt: grant.revoked_at?.toISOString() ?? null,
  live: grant.live,
})

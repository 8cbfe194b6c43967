import { createHash, randomBytes } from 'node:crypto'
import { createProgramWithLead, openDatabase, saveInvitation } from '@cuepoint/db'
import type { Role } from '@cuepoint/domain'

export type Invited = { readonly email: string; readonly role: Role }

/**
 * A program whose lead and first people can come in at once: their invitations go through no mail, because there is
 * nobody who would read it. Resolves to the program and one token for each, in order; the first is the lead's.
 */
export async function programToShow(
  ownerUrl: string,
  name: string,
  [lead, ...others]: readonly [Invited, ...Invited[]],
): Promise<{ programId: string; tokens: readonly string[] }> {
  const begun = await createProgramWithLead(ownerUrl, {
    name,
    language: 'en',
    leadEmail: lead.email,
    publicUrl: '',
  })
  const { programId, invitationUrl } = begun
  const tokens = [invitationUrl.split('#')[1] ?? '']
  const owner = openDatabase({ url: ownerUrl, size: 1, applicationName: 'cuepoint-demo' })
  try {
    for (const { email, role } of others) {
      const token = randomBytes(32).toString('base64url')
      const tokenHash = createHash('sha256').update(token).digest('hex')
      await owner.asRole(
        async (tx) =>
          await saveInvitation(tx, {
            programId,
            email,
            roles: [role],
            language: 'en',
            tokenHash,
            invitedBy: null,
          }),
      )
      tokens.push(token)
    }
  } finally {
    await owner.close()
  }
  return { programId, tokens }
}

/** Whether anybody has begun to use this database. */
export async function hasProgram(ownerUrl: string): Promise<boolean> {
  const owner = openDatabase({ url: ownerUrl, size: 1, applicationName: 'cuepoint-demo' })
  try {
    const found = await owner.asRole(
      async (tx) => await tx.selectFrom('program').select('id').limit(1).executeTakeFirst(),
    )
    return found !== undefined
  } finally {
    await owner.close()
  }
}

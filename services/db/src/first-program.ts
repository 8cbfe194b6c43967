import { createHash, randomBytes } from 'node:crypto'
import type { Language } from '@cuepoint/domain'
import { openDatabase } from './client.ts'
import { saveInvitation } from './invitations-repository.ts'

export type FirstProgram = {
  name: string
  language: Language
  /** Whom the invitation is for; it is not mailed, but handed on by whoever asks for it. */
  leadEmail: string
  /** Where people reach the product. */
  publicUrl: string
}

/**
 * Begins a program and invites its first lead: as the owner of the database, because nobody inside may yet. Running it
 * twice makes two programs. The link works once, for two weeks.
 */
export async function createProgramWithLead(
  ownerUrl: string,
  { name, language, leadEmail, publicUrl }: FirstProgram,
): Promise<{ programId: string; invitationUrl: string }> {
  const owner = openDatabase({ url: ownerUrl, size: 1, applicationName: 'cuepoint-first-program' })
  const token = randomBytes(32).toString('base64url')
  try {
    return await owner.asRole(async (tx) => {
      const { id: programId } = await tx
        .insertInto('program')
        .values({ name, language })
        .returning('id')
        .executeTakeFirstOrThrow()
      await saveInvitation(tx, {
        programId,
        email: leadEmail.toLowerCase(),
        roles: ['lead'],
        language,
        tokenHash: createHash('sha256').update(token).digest('hex'),
        invitedBy: null,
      })
      return { programId, invitationUrl: `${publicUrl}/invitation#${token}` }
    })
  } finally {
    await owner.close()
  }
}

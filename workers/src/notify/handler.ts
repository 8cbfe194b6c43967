import type { DueMail } from '@cuepoint/db'
import type { JobPayload } from '@cuepoint/jobs'
import { type MailContent, type Mailer, MailNotSent, mailFor } from '@cuepoint/mail'
import type { Logger } from 'pino'

/** The truth about mails that are due. */
export interface MailStore {
  /** Undefined when it was settled before, or the notification is no more. */
  findDue(notificationId: string): Promise<DueMail | undefined>
  settle(notificationId: string): Promise<boolean>
}

export interface NotifyDeps {
  readonly store: MailStore
  readonly mailer: Pick<Mailer, 'send'>
  readonly publicUrl: string
  readonly log: Logger
}

/**
 * Sends a notification's one mail and settles it. The same notification is never in work twice, so only a crash
 * between the two can send it again; the other order could lose it.
 */
export function notifyHandler({ store, mailer, publicUrl, log }: NotifyDeps) {
  return async ({ notificationId }: JobPayload<'notify'>): Promise<void> => {
    const due = await store.findDue(notificationId)
    if (!due) return
    const { to, language, ...facts } = due
    const content = mailFor({ ...facts, publicUrl })
    if (content) await sendOrRefuse({ to, language, ...content }, notificationId)
    await store.settle(notificationId)
    log.info({ notificationId, kind: due.kind, mailed: content !== undefined }, 'notification settled')
  }

  async function sendOrRefuse(
    mail: { to: string; language: DueMail['language'] } & MailContent,
    notificationId: string,
  ): Promise<void> {
    try {
      await mailer.send(mail)
    } catch (error) {
      if (!(error instanceof MailNotSent) || !error.permanent) throw error
      // The notice stays in the product; asking the same server again would change nothing.
      log.error({ notificationId, err: error }, 'the mail server refuses this mail for good')
    }
  }
}

import { createTransport } from 'nodemailer'
import { renderMail } from './render.ts'
import type { Letter } from './templates.ts'

export type Mailer = {
  /** Hands one mail to the mail server. Throws MailNotSent. */
  send(mail: { to: string } & Letter): Promise<void>
  /** Answers when the mail server does. Throws MailNotSent. */
  check(): Promise<void>
  close(): void
}

/** Says why by codes alone: what a mail server answers quotes addresses. */
export class MailNotSent extends Error {
  override readonly name = 'MailNotSent'
  readonly code: string
  /** The server refuses this mail for good: trying again does not help. */
  readonly permanent: boolean

  constructor(code: string, responseCode: number | undefined) {
    super(
      `the mail server did not take a mail (${code}${responseCode === undefined ? '' : ` ${responseCode}`})`,
    )
    this.code = code
    this.permanent = responseCode !== undefined && responseCode >= 500
  }
}

export type MailerOptions = {
  /** smtp: or smtps:, with user and password where the server asks for them. */
  smtpUrl: string
  /** As in a From line: `Cuepoint <cuepoint@example.org>`. */
  from: string
}

export function createMailer({ smtpUrl, from }: MailerOptions): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 2,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  })
  return {
    async send({ to, ...letter }) {
      const { subject, text, html } = renderMail(letter)
      await spoken(
        transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          html,
          // Out-of-office programs stay quiet.
          headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': letter.language },
          disableFileAccess: true,
          disableUrlAccess: true,
        }),
      )
    },
    async check() {
      await spoken(transport.verify())
    },
    close() {
      transport.close()
    },
  }
}

async function spoken(talk: Promise<unknown>): Promise<void> {
  try {
    await talk
  } catch (error) {
    const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }
    throw new MailNotSent(
      typeof code === 'string' ? code : 'EUNKNOWN',
      typeof responseCode === 'number' ? responseCode : undefined,
    )
  }
}

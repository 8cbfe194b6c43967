import type { Language } from '@cuepoint/domain'

/** What each mail needs to be written. Links are whole addresses; names are all the private text there is. */
export type MailParams = {
  invitation: { fromName: string | null; programName: string; link: string; expiresAt: Date }
  'password-reset': { name: string; link: string; minutes: number }
  'clip-shared': { name: string; fromName: string | null; link: string }
  /** `dueOn` is a calendar day, `YYYY-MM-DD`. */
  'review-sent': { name: string; fromName: string | null; link: string; dueOn: string | null }
  'review-ready': { name: string; fromName: string | null; link: string }
  'discussion-scheduled': {
    name: string
    fromName: string | null
    link: string
    at: Date
    timeZone: string
  }
  'review-discussed': { name: string; fromName: string | null; link: string }
}
export type MailTemplate = keyof MailParams

/** One mail to write: the template and what it needs, side by side. */
export type MailContent = {
  [T in MailTemplate]: { template: T; params: MailParams[T] }
}[MailTemplate]

export type Letter = { language: Language } & MailContent

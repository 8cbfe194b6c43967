import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import PostalMime from 'postal-mime'

const KEPT_MAILS = 500

export type CaughtMail = {
  readonly id: string
  readonly receivedAtMs: number
  readonly from: string
  /** Lower case. */
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Every address in the text, in order: what a person would press. */
  readonly links: readonly string[]
}

export type Mailbox = {
  readonly keep: (raw: Buffer, recipients: readonly string[], receivedAtMs: number) => Promise<void>
  /** Newest first; only those to the address, when one is given. */
  readonly listMails: (to?: string) => readonly CaughtMail[]
  readonly findMail: (id: string) => CaughtMail | undefined
}

/** Caught mails, one file each as they came (readable by any mail program), the oldest dropped beyond 500. */
export async function openMailbox(folder: string): Promise<Mailbox> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const mails: CaughtMail[] = []
  for (const name of (await readdir(folder)).filter((entry) => entry.endsWith('.eml')).sort()) {
    mails.push(await parseMail(name.slice(0, -'.eml'.length), await readFile(join(folder, name))))
  }
  let counter = 0
  return {
    keep: async (raw, recipients, receivedAtMs) => {
      counter += 1
      // Sorts by time of arrival, also as a file name.
      const id = `${String(receivedAtMs).padStart(15, '0')}-${String(counter).padStart(6, '0')}`
      const file = join(folder, `${id}.eml`)
      const whole = Buffer.concat([Buffer.from(`X-Envelope-To: ${recipients.join(', ')}\r\n`), raw])
      await writeFile(`${file}.new`, whole, { mode: 0o600 })
      await rename(`${file}.new`, file)
      mails.push(await parseMail(id, whole))
      for (const old of mails.splice(0, mails.length - KEPT_MAILS))
        await rm(join(folder, `${old.id}.eml`), { force: true })
    },
    listMails: (to) =>
      mails.filter((mail) => to === undefined || mail.to.includes(to.toLowerCase())).toReversed(),
    findMail: (id) => mails.find((mail) => mail.id === id),
  }
}

async function parseMail(id: string, raw: Buffer): Promise<CaughtMail> {
  const parsed = await PostalMime.parse(raw)
  const envelope = parsed.headers.find(({ key }) => key === 'x-envelope-to')?.value ?? ''
  const text = parsed.text ?? ''
  return {
    id,
    receivedAtMs: Number(id.split('-')[0]),
    from: parsed.from?.address ?? '',
    to: envelope.toLowerCase().split(', '),
    subject: parsed.subject ?? '',
    text,
    html: parsed.html ?? '',
    links: text.match(/https?:\/\/[^\s<>"')\]]+/g) ?? [],
  }
}

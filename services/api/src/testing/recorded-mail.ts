import type { Mailer } from '@cuepoint/mail'

type Mail = Parameters<Mailer['send']>[0]

export type RecordedMail = {
  readonly mailer: Pick<Mailer, 'send' | 'check'>
  /** The next mail that nobody asked for yet; waits until there is one. */
  next(): Promise<Mail>
  /** How many lie there unasked for. */
  readonly waiting: number
}

/** A mailer that keeps what it was given. */
export function recordMail(): RecordedMail {
  const arrived: Mail[] = []
  const askers: ((mail: Mail) => void)[] = []
  return {
    mailer: {
      check: async () => undefined,
      send: async (mail) => {
        const asker = askers.shift()
        if (asker) asker(mail)
        else arrived.push(mail)
      },
    },
    async next() {
      const first = arrived.shift()
      return first ?? (await new Promise<Mail>((resolve) => askers.push(resolve)))
    },
    get waiting() {
      return arrived.length
    },
  }
}

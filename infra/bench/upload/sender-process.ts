import { fork } from 'node:child_process'
import { join } from 'node:path'

export type Errand = {
  readonly url: string
  readonly cookie: string
  readonly mebibytes: number
  readonly mebibytesBetweenRests: number
}

/** What the sender tells of itself. */
export type SenderNews =
  | { readonly state: 'sending' }
  | { readonly state: 'resting' }
  | { readonly state: 'ended'; readonly status: number; readonly sendingMs: number }

export type Sender = {
  readonly state: () => SenderNews['state']
  readonly goOn: () => void
  /** The answer's status and the time without the rests. Rejects when the sender broke. */
  readonly ended: Promise<{ readonly status: number; readonly sendingMs: number }>
}

/** A process of its own: what the sending costs must not slow down the clock of the second person. */
export function startSender(errand: Errand): Sender {
  const child = fork(join(import.meta.dirname, 'sender.ts'))
  let state: SenderNews['state'] = 'sending'
  const { promise: ended, resolve, reject } = Promise.withResolvers<{ status: number; sendingMs: number }>()
  child.on('message', (news: SenderNews) => {
    state = news.state
    if (news.state === 'ended') resolve(news)
  })
  child.on('exit', (code) => {
    state = 'ended'
    reject(new Error(`the sender ended with ${code} before it had an answer`))
  })
  // Whoever waits hears of it; until then it is not yet anybody's fault.
  ended.catch(() => undefined)
  child.send(errand)
  return {
    state: () => state,
    ended,
    goOn: () => {
      state = 'sending'
      child.send('go on')
    },
  }
}

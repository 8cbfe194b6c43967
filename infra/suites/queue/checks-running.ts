import { BadJobPayload } from '@cuepoint/jobs'
import { GiveUp } from '@cuepoint/jobs/consumer'
import { createProducerOf } from '@cuepoint/jobs/producer'
import { expectThat, type Stage, silent } from './stage.ts'
import { looseJobs } from './trial-jobs.ts'

export type QueueCheck = { readonly says: string; readonly play: (stage: Stage) => Promise<void> }

const idle = async ({ producer }: Stage, name: 'work' | 'ordered' | 'limited' = 'work'): Promise<boolean> => {
  const { waiting, running, delayed } = await producer.counts(name)
  return waiting + running + delayed === 0
}
const namesOf = (stage: Stage): string => stage.runs.map(({ name }) => name).join(' ')

/** What a queue does on a good day. */
export const runningChecks: readonly QueueCheck[] = [
  {
    says: 'a ring runs once',
    play: async (stage) => {
      await stage.consume()
      await stage.consume()
      for (let n = 0; n < 20; n += 1) await stage.producer.ring('work', { name: `n-${n}` })
      await stage.until(
        '20 runs and an empty queue',
        async () => stage.runs.length >= 20 && (await idle(stage)),
      )
      expectThat(new Set(stage.runs.map(({ name }) => name)).size === 20, 'not all names ran')
      expectThat(stage.runs.length === 20, `${stage.runs.length} runs of 20 rings`)
    },
  },
  {
    says: 'a payload that is not as declared does not get in',
    play: async (stage) => {
      const refused = await stage.producer.ring('work', { name: 'A Private Title' }).then(
        () => undefined,
        (error: unknown) => error,
      )
      expectThat(refused instanceof BadJobPayload, 'the producer took it')
      expectThat(
        refused instanceof Error && !refused.message.includes('Private'),
        'the error quotes the payload',
      )
      expectThat(await idle(stage), 'something is in the queue')
    },
  },
  {
    says: 'a payload that is not as declared does not run',
    play: async (stage) => {
      const loose = await createProducerOf(looseJobs, { settings: stage.settings, log: silent })
      stage.atEnd(() => loose.close())
      await loose.ring('work', { name: { nested: 'thing' } })
      await stage.producer.ring('work', { name: 'good' })
      await stage.consume()
      await stage.until('an empty queue', async () => stage.runs.length > 0 && (await idle(stage)))
      expectThat(namesOf(stage) === 'good', `ran: ${namesOf(stage)}`)
    },
  },
  {
    says: 'what throws is tried again, later each time',
    play: async (stage) => {
      await stage.consume(async ({ tryNumber }) => {
        if (tryNumber < 3) throw new Error('not yet')
      })
      await stage.producer.ring('work', { name: 'again' })
      await stage.until('three tries', async () => stage.runs.length >= 3 && (await idle(stage)))
      const [first, second, third] = stage.runs
      if (!first || !second || !third) throw new Error('not three tries')
      expectThat(stage.runs.length === 3, `${stage.runs.length} tries`)
      expectThat(second.atMs - first.atMs >= 195, `second try after ${second.atMs - first.atMs} ms`)
      expectThat(third.atMs - second.atMs >= 395, `third try after ${third.atMs - second.atMs} ms`)
      expectThat(third.lastTry && !second.lastTry, 'the last try did not know it was the last')
    },
  },
  {
    says: 'after its last try a job is gone and its key may ring again',
    play: async (stage) => {
      let failing = true
      await stage.consume(async () => {
        if (failing) throw new Error('no')
      })
      await stage.producer.ring('work', { name: 'stubborn' })
      await stage.until('the end of its tries', async () => stage.runs.length === 3 && (await idle(stage)))
      failing = false
      await stage.producer.ring('work', { name: 'stubborn' })
      await stage.until('the fourth run', async () => stage.runs.length === 4 && (await idle(stage)))
      expectThat(stage.runs[3]?.tryNumber === 1, 'the new ring did not start afresh')
    },
  },
  {
    says: 'what cannot be helped is not tried again',
    play: async (stage) => {
      await stage.consume(async ({ name }) => {
        if (name === 'hopeless') throw new GiveUp('no use')
      })
      await stage.producer.ring('work', { name: 'hopeless' })
      await stage.until('an empty queue', async () => stage.runs.length > 0 && (await idle(stage)))
      await stage.producer.ring('work', { name: 'after' }, { delayMs: 500 })
      await stage.until('the job after', () => stage.runs.some(({ name }) => name === 'after'))
      expectThat(namesOf(stage) === 'hopeless after', `ran: ${namesOf(stage)}`)
    },
  },
  {
    says: 'the smaller priority goes first, and equal ones in the order they rang',
    play: async (stage) => {
      for (const name of ['5-a', '1-a', '9-a', '1-b', '5-b']) await stage.producer.ring('ordered', { name })
      await stage.consume()
      await stage.until('five runs', () => stage.runs.length === 5)
      expectThat(namesOf(stage) === '1-a 1-b 5-a 5-b 9-a', `ran: ${namesOf(stage)}`)
    },
  },
  {
    says: 'as many run at once as declared, and no more',
    play: async (stage) => {
      let now = 0
      let most = 0
      const gate = Promise.withResolvers<void>()
      await stage.consume(async () => {
        now += 1
        most = Math.max(most, now)
        if (stage.runs.length >= 3) gate.resolve()
        await gate.promise
        now -= 1
      })
      for (let n = 0; n < 12; n += 1) await stage.producer.ring('work', { name: `n-${n}` })
      await stage.until('12 runs', async () => stage.runs.length === 12 && (await idle(stage)))
      expectThat(most === 3, `${most} at once`)
    },
  },
  {
    says: 'no more start within the limit’s time than it allows',
    play: async (stage) => {
      for (let n = 0; n < 10; n += 1) await stage.producer.ring('limited', { name: `n-${n}` })
      await stage.consume()
      await stage.until('10 runs', () => stage.runs.length === 10)
      const spanMs = (stage.runs[9]?.atMs ?? 0) - (stage.runs[0]?.atMs ?? 0)
      // Two whole seconds, less what a busy machine takes to notice the first.
      expectThat(spanMs >= 1_400, `10 starts in ${spanMs.toFixed(0)} ms, 4 a second allowed`)
    },
  },
  {
    says: 'the same key is one job while it waits and while it runs',
    play: async (stage) => {
      for (let n = 0; n < 3; n += 1) await stage.producer.ring('work', { name: 'same' })
      expectThat((await stage.producer.counts('work')).waiting === 1, 'it waits more than once')
      const gate = Promise.withResolvers<void>()
      await stage.consume(() => gate.promise)
      await stage.until('its start', () => stage.runs.length === 1)
      await stage.producer.ring('work', { name: 'same' })
      const counts = await stage.producer.counts('work')
      gate.resolve()
      expectThat(counts.waiting === 0 && counts.running === 1, 'a second one waits beside the running one')
      await stage.until('an empty queue', () => idle(stage))
      expectThat(stage.runs.length === 1, `${stage.runs.length} runs`)
    },
  },
  {
    says: 'once done, the same key rings again',
    play: async (stage) => {
      await stage.consume()
      for (let n = 1; n <= 3; n += 1) {
        await stage.producer.ring('work', { name: 'same' })
        await stage.until(`run ${n}`, async () => stage.runs.length === n && (await idle(stage)))
      }
    },
  },
  {
    says: 'a delayed ring waits its time',
    play: async (stage) => {
      await stage.consume()
      const rungMs = performance.now()
      await stage.producer.ring('work', { name: 'later' }, { delayMs: 700 })
      await stage.producer.ring('work', { name: 'now' })
      await stage.until('both', () => stage.runs.length === 2)
      expectThat(namesOf(stage) === 'now later', `ran: ${namesOf(stage)}`)
      const waitedMs = (stage.runs[1]?.atMs ?? 0) - rungMs
      expectThat(waitedMs >= 690 && waitedMs < 5_000, `ran after ${waitedMs.toFixed(0)} ms`)
    },
  },
]

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createOutboxSource, openDatabase } from '@cuepoint/db'
import { createOutboxRelay, createReconciler } from '@cuepoint/jobs/consumer'
import { Client } from 'pg'
import type { QueueCheck } from './checks-running.ts'
import { expectThat, type Stage } from './stage.ts'
import { runSql } from './store.ts'

const idle = async ({ producer }: Stage): Promise<boolean> => {
  const { waiting, running, delayed } = await producer.counts('work')
  return waiting + running + delayed === 0
}

const VICTIM_LIMIT_MS = 20_000

/** A worker process that begins a job and never ends it. Resolves once it has begun. */
async function victimAtWork(stage: Stage): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'victim.ts'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  stage.atEnd(async () => child.kill('SIGKILL'))
  child.send({ settings: stage.settings })
  const begun = once(child, 'message')
  const died = once(child, 'exit').then(() => Promise.reject(new Error('the worker process ended by itself')))
  const inVain = delay(VICTIM_LIMIT_MS, undefined, { ref: false }).then(() => {
    throw new Error('no job came to the worker that was to be killed')
  })
  // Those that lose the race are nobody's to catch any more.
  for (const loser of [died, inVain]) loser.catch(() => undefined)
  await Promise.race([begun, died, inVain])
  return child
}

/** What a queue does on a bad day. `truthUrl` is a PostgreSQL for what must be committed, whatever holds the queue. */
export const troubleChecks = (truthDatabase: () => Promise<string>): readonly QueueCheck[] => [
  {
    says: 'workers killed in the middle, five in a row: the job is redone',
    play: async (stage) => {
      await stage.producer.ring('work', { name: 'deadly' })
      for (let n = 0; n < 5; n += 1) {
        const child = await victimAtWork(stage)
        const gone = once(child, 'exit')
        child.kill('SIGKILL')
        await gone
      }
      await stage.consume()
      await stage.until('the job', async () => stage.runs.length === 1 && (await idle(stage)))
      expectThat(stage.runs[0]?.tryNumber === 1, 'a crash was counted as a try')
    },
  },
  {
    says: 'a close hands the job back at once, uncounted',
    play: async (stage) => {
      const first = await stage.consume(
        ({ signal }) =>
          new Promise((_done, fail) => signal.addEventListener('abort', () => fail(new Error('stopped')))),
      )
      await stage.producer.ring('work', { name: 'handed' })
      await stage.until('its start', () => stage.runs.length === 1)
      const clean = await first.close({ graceMs: 50, limitMs: 5_000 })
      expectThat(clean, 'the close had to cut it off')
      expectThat(
        (await stage.producer.counts('work')).waiting === 1,
        'the job does not wait for the next worker',
      )
      await stage.consume()
      await stage.until('the second start', async () => stage.runs.length === 2 && (await idle(stage)))
      expectThat(stage.runs[1]?.tryNumber === 1, 'the hand-back was counted as a try')
    },
  },
  {
    says: 'a close waits for what finishes in time',
    play: async (stage) => {
      const gate = Promise.withResolvers<void>()
      const consumer = await stage.consume(() => gate.promise)
      await stage.producer.ring('work', { name: 'nearly' })
      await stage.until('its start', () => stage.runs.length === 1)
      const closing = consumer.close({ graceMs: 5_000, limitMs: 8_000 })
      gate.resolve()
      expectThat(await closing, 'the close cut it off')
      expectThat(await idle(stage), 'the job is still in the queue')
    },
  },
  {
    says: 'a close ends within its limit though a job never does, and another worker redoes it',
    play: async (stage) => {
      const consumer = await stage.consume(() => new Promise(() => undefined))
      await stage.producer.ring('work', { name: 'stuck' })
      await stage.until('its start', () => stage.runs.length === 1)
      const beganMs = performance.now()
      const clean = await consumer.close({ graceMs: 100, limitMs: 700 })
      const tookMs = performance.now() - beganMs
      expectThat(!clean, 'it says the close was clean')
      expectThat(tookMs < 3_500, `the close took ${tookMs.toFixed(0)} ms`)
      await stage.consume()
      await stage.until('the second start', async () => stage.runs.length === 2 && (await idle(stage)))
    },
  },
  {
    says: 'a repeating job repeats on one schedule however many start it, also after the queue was emptied',
    play: async (stage) => {
      await stage.consume()
      await stage.consume()
      for (let n = 0; n < 3; n += 1) await stage.producer.keepRepeats()
      await stage.until('three beats', () => stage.runs.length >= 3)
      const [first, , third] = stage.runs
      expectThat((third?.atMs ?? 0) - (first?.atMs ?? 0) >= 800, 'it beats more often than declared')
      await stage.store.empty(stage.settings)
      const before = stage.runs.length
      await stage.producer.keepRepeats()
      await stage.until('beats again', () => stage.runs.length >= before + 2)
    },
  },
  {
    says: 'the relays ring exactly what was committed, each row once',
    play: async (stage) => {
      const url = await truthDatabase()
      await runSql(url, outboxTable)
      const relays = [1, 2].map(() => {
        const db = openDatabase({ url, size: 3 })
        const relay = createOutboxRelay({
          source: createOutboxSource(db),
          producer: stage.producer,
          log: stage.log,
          batchSize: 7,
          pollMs: 60_000,
        })
        stage.atEnd(async () => {
          await relay.stop()
          await db.close()
        })
        return relay
      })
      await Promise.all(relays.map((relay) => relay.start()))
      await stage.consume()
      const client = new Client({ connectionString: url })
      await client.connect()
      stage.atEnd(() => client.end())
      for (let n = 0; n < 30; n += 1) {
        await client.query('begin')
        await client.query(`insert into outbox (job, payload) values ('work', $1)`, [
          JSON.stringify({ name: `n-${n}` }),
        ])
        await client.query(n % 3 === 0 ? 'rollback' : 'commit')
      }
      await client.query(
        `insert into outbox (job, payload) values ('no-such-job', '{}'), ('work', '{"name":"last"}')`,
      )
      await stage.until(
        'the last row',
        async () => stage.runs.some(({ name }) => name === 'last') && (await idle(stage)),
      )
      const ran = stage.runs.map(({ name }) => name).sort()
      const committed = Array.from({ length: 30 }, (_, n) => n)
        .filter((n) => n % 3 !== 0)
        .map((n) => `n-${n}`)
        .concat('last')
        .sort()
      expectThat(
        ran.join() === committed.join(),
        `committed ${committed.length}, ran ${ran.length}: ${ran.join(' ')}`,
      )
      const { rows } = await client.query<{ left: string }>(
        'select count(*) as left from outbox where rung_at is null',
      )
      expectThat(Number(rows[0]?.left) === 0, `${rows[0]?.left} rows left unrung`)
    },
  },
  {
    says: 'an emptied queue is rung again from the truth, and nothing is done twice',
    play: async (stage) => {
      const undone = new Set(Array.from({ length: 20 }, (_, n) => `n-${n}`))
      for (const name of undone) await stage.producer.ring('work', { name })
      await stage.store.empty(stage.settings)
      expectThat(await idle(stage), 'the queue is not empty')
      const reconciler = createReconciler({
        work: { listUnfinished: async () => [...undone].map((name) => ({ job: 'work', payload: { name } })) },
        producer: stage.producer,
        log: stage.log,
      })
      await reconciler.reconcile()
      await reconciler.reconcile()
      await stage.consume(async ({ name }) => void undone.delete(name))
      await stage.until('everything done', async () => undone.size === 0 && (await idle(stage)))
      const ran = stage.runs.filter(({ job }) => job === 'work').length
      expectThat(ran === 20, `${ran} runs of 20`)
    },
  },
  {
    says: 'the server dies and comes back: what waited runs and new rings are taken',
    play: async (stage) => {
      for (let n = 0; n < 10; n += 1) await stage.producer.ring('work', { name: `n-${n}` })
      // Redis writes its file once a second; what it acknowledged in between is the reconciler's to bring back.
      await stage.until('a second', secondsFromNow(1.2))
      const done = new Set<string>()
      await stage.consume(async ({ name }) => void done.add(name))
      await stage.until('the first', () => stage.runs.length > 0)
      await stage.store.crash()
      await stage.until('a ring is taken', () =>
        stage.producer.ring('work', { name: 'after' }).then(
          () => true,
          () => false,
        ),
      )
      await stage.until('all eleven', () => done.size === 11)
    },
  },
]

function secondsFromNow(seconds: number): () => boolean {
  const atMs = performance.now() + seconds * 1_000
  return () => performance.now() >= atMs
}

/** The outbox as the product's own migrations make it, without the rest of the product. */
const outboxTable = `
  create table outbox (id bigint generated always as identity primary key, job text not null, payload jsonb not null,
    created_at timestamptz not null default now(), rung_at timestamptz);
  create function ring_outbox() returns trigger language plpgsql
    as $$ begin perform pg_notify('outbox', ''); return null; end $$;
  create trigger outbox_rings after insert on outbox for each statement execute function ring_outbox();
`

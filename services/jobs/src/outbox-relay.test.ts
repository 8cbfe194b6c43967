import { expect, test } from 'vitest'
import { BadJobPayload } from './define-job.ts'
import { createOutboxRelay, type OutboxRow, type OutboxSource } from './outbox-relay.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const row = (id: number): OutboxRow => ({ id: String(id), job: 'notify', payload: { n: id } })

/** An outbox in memory that forgets nothing. */
function outboxOf(rows: OutboxRow[]) {
  const rung: string[] = []
  let bell: () => void = () => undefined
  const source: OutboxSource = {
    async takeBatch(size, ring) {
      const batch = rows.filter(({ id }) => !rung.includes(id)).slice(0, size)
      if (batch.length > 0) rung.push(...(await ring(batch)))
      return batch.length
    },
    async listen(onRing) {
      bell = onRing
      return async () => undefined
    },
  }
  return { source, rung, rows, ring: () => bell() }
}

const ringer = (ringStored: (name: string, payload: unknown) => Promise<void>) => ({
  ringStored,
  keepRepeats: async () => undefined,
})

test('everything that waits is rung, batch after batch', async () => {
  const outbox = outboxOf([1, 2, 3, 4, 5].map(row))
  const heard: unknown[] = []
  const relay = createOutboxRelay({
    source: outbox.source,
    producer: ringer(async (_name, payload) => void heard.push(payload)),
    log,
    batchSize: 2,
  })
  await expect(relay.drain()).resolves.toBe(5)
  expect(heard).toHaveLength(5)
  await expect(relay.drain()).resolves.toBe(0)
})

test('when the queue goes away, what was rung stays rung and the rest waits', async () => {
  const outbox = outboxOf([1, 2, 3].map(row))
  let calls = 0
  const relay = createOutboxRelay({
    source: outbox.source,
    producer: ringer(async () => {
      calls += 1
      if (calls === 2) throw new Error('gone')
    }),
    log,
  })
  await expect(relay.drain()).rejects.toThrow('gone')
  expect(outbox.rung).toEqual(['1'])
  await expect(relay.drain()).resolves.toBe(2)
  expect(outbox.rung).toEqual(['1', '2', '3'])
})

test('a row that is no job does not hold up the ones behind it', async () => {
  const outbox = outboxOf([1, 2].map(row))
  const relay = createOutboxRelay({
    source: outbox.source,
    producer: ringer(async (name, payload) => {
      if (JSON.stringify(payload).includes('1')) throw new BadJobPayload(name, ['/n'])
    }),
    log,
  })
  await expect(relay.drain()).resolves.toBe(2)
})

test('a notification wakes it long before the poll', async () => {
  const outbox = outboxOf([])
  const heard = Promise.withResolvers<void>()
  const relay = createOutboxRelay({
    source: outbox.source,
    producer: ringer(async () => heard.resolve()),
    log,
    pollMs: 3_600_000,
  })
  await relay.start()
  outbox.rows.push(row(1))
  outbox.ring()
  await heard.promise
  await relay.stop()
  expect(outbox.rung).toEqual(['1'])
})

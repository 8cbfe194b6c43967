import { randomUUID } from 'node:crypto'
import { openTestDatabase } from '@cuepoint/testing'
import { afterAll, expect, test } from 'vitest'
import { enqueue, purgeOutbox } from './outbox-repository.ts'
import { createOutboxSource } from './outbox-source.ts'

const databases = await openTestDatabase()
afterAll(() => databases.close())
const work: typeof databases.worker.asRole = (each) => databases.worker.asRole(each)

test('a bell is lent to one relay, rung once and forgotten later', async () => {
  const source = createOutboxSource(databases.worker)
  let heard: () => void = () => undefined
  const ring = new Promise<void>((resolve) => {
    heard = resolve
  })
  const end = await source.listen(heard)
  const clipIds = [randomUUID(), randomUUID(), randomUUID()]
  for (const clipId of clipIds) await work((tx) => enqueue(tx, { job: 'remove-clip', payload: { clipId } }))
  await ring
  await end()

  const seen: string[] = []
  // The second relay comes while the first holds two rows, and gets the third alone.
  await source.takeBatch(2, async (first) => {
    seen.push(...first.map((row) => row.id))
    await source.takeBatch(10, async (second) => {
      seen.push(...second.map((row) => row.id))
      return []
    })
    return first.map((row) => row.id)
  })
  expect(seen).toHaveLength(3)
  expect(new Set(seen).size).toBe(3)

  const left: string[] = []
  await source.takeBatch(10, async (rows) => {
    left.push(...rows.map((row) => row.id))
    return []
  })
  expect(left).toEqual(seen.slice(2))
  await expect(work((tx) => purgeOutbox(tx, 3600))).resolves.toBe(0)
  await expect(work((tx) => purgeOutbox(tx, -1))).resolves.toBe(2)
})

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { processIdentity } from './process-identity.ts'
import { takeRunLock } from './run-lock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuepoint-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const take = async (file: string, patienceMs = 0) => {
  const lock = await takeRunLock(file, patienceMs)
  if ('heldBy' in lock) throw new Error(`held by ${lock.heldBy}`)
  return lock
}

test('a lock that a living process holds is not given, and says who holds it', async () => {
  const file = join(folder, 'lock')
  await take(file)
  await expect(takeRunLock(file, 0)).resolves.toEqual({ heldBy: processIdentity(process.pid) })
})

test('a released lock is free again', async () => {
  const file = join(folder, 'lock')
  ;(await take(file)).release()
  expect(existsSync(file)).toBe(false)
  await take(file)
})

test.each([
  ['whose process is gone', '999999999 1'],
  ['whose pid was given to another process since', `${process.pid} 1`],
  ['that is empty', ''],
])('a lock %s is taken over', async (_name, content) => {
  const file = join(folder, 'lock')
  writeFileSync(file, content)
  await take(file, 1_000)
  expect(readFileSync(file, 'utf8')).toBe(processIdentity(process.pid))
})

test('waits for the one before within its patience', async () => {
  const file = join(folder, 'lock')
  const first = await take(file)
  const second = take(file, 5_000)
  first.release()
  await expect(second).resolves.toHaveProperty('release')
})

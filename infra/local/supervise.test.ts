import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startChild } from './child.ts'
import type { Part } from './part.ts'
import { supervise } from './supervise.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cuepoint-supervise-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

/** A part that lives until it is told otherwise, or ends at once with a last word. */
async function part(script: string, port: number): Promise<Part> {
  const child = await startChild({
    name: 'part',
    command: process.execPath,
    args: ['-e', script],
    env: process.env,
    cwd: dataDir,
    dataDir,
    stopSignal: 'SIGTERM',
  })
  return { name: 'part', version: '1', from: 'a test', port, child, env: {}, stop: () => child.stop() }
}

const lives = 'setInterval(() => {}, 1000)'
const never = (reason: string) => {
  throw new Error(reason)
}

test('a part that was killed comes up again at the same address, and the person is told', async () => {
  const { promise: isUpAgain, resolve } = Promise.withResolvers<string>()
  const said: string[] = []
  const supervised = await supervise(
    async (before) => await part(lives, before?.port ?? 4711),
    (line) => {
      said.push(line)
      if (line.includes('up again')) resolve(line)
    },
    never,
  )
  const first = supervised.part()
  first.child?.process.kill('SIGKILL')
  await isUpAgain
  expect(supervised.part().child?.pid).not.toBe(first.child?.pid)
  expect(supervised.part().port).toBe(4711)
  expect(said[0]).toContain('signal SIGKILL')
  await supervised.stop()
})

test('a part that does not stay up is given up, with its last words', async () => {
  const { promise: givenUp, resolve } = Promise.withResolvers<string>()
  const said: string[] = []
  await supervise(
    async () => await part("console.log('no such table'); process.exit(3)", 1),
    (line) => said.push(line),
    resolve,
  )
  await expect(givenUp).resolves.toBe('part does not stay up')
  expect(said.join('\n')).toContain('no such table')
  expect(said.join('\n')).toContain('code 3')
})

test('a part that was stopped stays down', async () => {
  const said: string[] = []
  const supervised = await supervise(
    async () => await part(lives, 1),
    (line) => said.push(line),
    never,
  )
  await supervised.stop()
  expect(supervised.part().child?.hasExited()).toBe(true)
  expect(said).toEqual([])
})

test.each(['in order', 'outright'] as const)('is restarted %s on request without a word', async (how) => {
  const said: string[] = []
  const supervised = await supervise(
    async () => await part(lives, 1),
    (line) => said.push(line),
    never,
  )
  const first = supervised.part().child
  await supervised.restart(how)
  expect(first?.hasExited()).toBe(true)
  expect(supervised.part().child?.hasExited()).toBe(false)
  expect(said).toEqual([])
  await supervised.stop()
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { processIdentity } from '../process-identity.ts'
import { repositoryRoot } from '../repository-root.ts'
import { runCommand } from '../run-command.ts'

// Each opens a door in a process of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cuepoint-door-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const bootstrap = join(repositoryRoot, 'infra/local/bootstrap.mjs')
const door = async (args: string[], env: Record<string, string> = {}) =>
  await runCommand(repositoryRoot, process.execPath, [bootstrap, ...args], {
    env: { CUEPOINT_DATA_DIR: dataDir, ...env },
  })

test('a taken port is named with the next step', async () => {
  const server = createServer()
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done)
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const { code, output } = await door(['start'], { PORT: String(port) })
  await new Promise((done) => server.close(done))
  expect(code).toBe(1)
  expect(output).toContain(`Port ${port} is taken`)
  expect(output).toContain(`PORT=${port + 1} npm start`)
  expect(output).not.toContain('    at ')
})

test('a second start on the same folder is told which process has it', async () => {
  writeFileSync(join(dataDir, 'lock'), processIdentity(process.pid) ?? '')
  const { code, output } = await door(['start'])
  expect(code).toBe(1)
  expect(output).toContain(`already runs on this folder (process ${process.pid})`)
})

test.each([
  [['start'], { PORT: 'abc' }, 'PORT is abc, which is no port'],
  [['start', '--emtpy'], {}, 'npm start knows --empty and --lan, not --emtpy'],
  [['sweep'], {}, 'Say one of: npm run start'],
  [['suite', 'no-such'], {}, 'There is no suite called no-such'],
  [
    ['program', '--name', 'Riverside', '--lead', 'lead@example.org'],
    {},
    'Cuepoint does not run on this folder',
  ],
])('%j with %j says what is wrong, plainly', async (args, env, words) => {
  const { code, output } = await door(args, env)
  expect(code).toBe(1)
  expect(output).toContain(words)
  expect(output).not.toContain('    at ')
})

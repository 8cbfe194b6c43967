import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ApiSession } from '../demo/api-session.ts'
import { freePort } from '../free-port.ts'
import { waitForExit } from '../process-identity.ts'
import { repositoryRoot } from '../repository-root.ts'
import { runCommand } from '../run-command.ts'

// The whole product is started several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const bootstrap = join(repositoryRoot, 'infra/local/bootstrap.mjs')
let dataDir: string
let env: Record<string, string>

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'cuepoint-start-'))
  // As root the database runs as another user, who has to get there.
  chmodSync(dataDir, 0o711)
  env = { CUEPOINT_DATA_DIR: dataDir, PORT: String(await freePort()) }
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

type Started = { readonly launcher: ChildProcess; readonly said: readonly string[]; readonly url: string }

/** Resolves once the start says it is ready, with everything it said until then. */
async function start(...args: string[]): Promise<Started> {
  const { npm_lifecycle_event: _npm, ...surroundings } = process.env
  const launcher = spawn(process.execPath, [bootstrap, 'start', ...args], {
    env: { ...surroundings, ...env },
    // The channel is what it has when another Node had to fetch the pinned one first.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const said: string[] = []
  const output = launcher.stdout
  if (!output) throw new Error('standard output was not opened')
  for await (const line of createInterface({ input: output })) {
    said.push(line)
    if (line.startsWith('ready ')) {
      output.resume()
      return { launcher, said, url: line.slice('ready '.length) }
    }
  }
  throw new Error(`the start ended early:\n${said.join('\n')}`)
}

/** The pids of everything that was started, by name. */
function running(): Map<string, number> {
  const folder = join(dataDir, 'run')
  return new Map(
    readdirSync(folder).map((name) => [
      name.replace('.pid', ''),
      Number.parseInt(readFileSync(join(folder, name), 'utf8'), 10),
    ]),
  )
}

async function end(launcher: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exit = once(launcher, 'exit')
  launcher.kill(signal)
  const [code] = (await exit) as [number | null]
  return code
}

test('the first start brings everything up with a demo; Ctrl-C ends every part; later starts keep what was there', async () => {
  const first = await start()
  const parts = ['postgres', 'redis', 's3', 'mail', 'ffmpeg', 'web', 'database', 'api', 'worker']
  for (const part of parts) expect(first.said.some((line) => line.startsWith(part.padEnd(9)))).toBe(true)
  const [, email = '', password = ''] = /teacher +(ana@\S+) +(\S+)/.exec(first.said.join('\n')) ?? []
  const ana = new ApiSession(first.url)
  await ana.send('POST', '/session', { email, password })
  const clips = (await ana.send('GET', '/clips'))['items']
  expect(clips).toMatchObject([{ title: 'Sorting by shape', state: 'ready', mine: true }])

  const pids = running()
  expect([...pids.keys()].toSorted()).toEqual(['api', 'mail', 'postgres', 'redis', 's3', 'worker'])
  await expect(end(first.launcher, 'SIGINT')).resolves.toBe(0)
  for (const pid of pids.values()) await expect(waitForExit(pid, 0)).resolves.toBe(true)
  expect(existsSync(join(dataDir, 'addresses.json'))).toBe(false)

  const second = await start()
  expect(second.said.join('\n')).not.toContain('password')
  const again = new ApiSession(second.url)
  await again.send('POST', '/session', { email, password })
  expect((await again.send('GET', '/clips'))['items']).toHaveLength(1)

  // A launcher that is killed outright takes its parts along and blocks nothing.
  const left = running()
  await end(second.launcher, 'SIGKILL')
  for (const pid of left.values()) await expect(waitForExit(pid, 15_000)).resolves.toBe(true)
  const third = await start()
  const gone = once(third.launcher, 'exit')
  // The process between npm and this one was killed.
  third.launcher.disconnect()
  await expect(gone).resolves.toEqual([0, null])
})

test('an empty start has nobody in it, and an operator begins a program with one command', async () => {
  rmSync(dataDir, { recursive: true, force: true })
  dataDir = mkdtempSync(join(tmpdir(), 'cuepoint-start-'))
  chmodSync(dataDir, 0o711)
  env['CUEPOINT_DATA_DIR'] = dataDir
  const { launcher, said, url } = await start('--empty')
  expect(said.join('\n')).not.toContain('demo')
  const { code, output } = await runCommand(
    repositoryRoot,
    process.execPath,
    [bootstrap, 'program', '--name', 'Riverside', '--lead', 'lead@example.org'],
    { env },
  )
  expect(code).toBe(0)
  const [, link = '', token = ''] = /(http\S+)#(\S+)/.exec(output) ?? []
  expect(link).toBe(`${url}/invitation`)
  const lead = new ApiSession(url)
  const me = await lead.send('POST', '/invitations/accept', {
    token,
    name: 'Nadia',
    password: 'long enough 1',
    language: 'en',
    timeZone: 'UTC',
  })
  expect(me['programs']).toMatchObject([{ name: 'Riverside', roles: ['lead'] }])
  await end(launcher, 'SIGINT')
})

import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Child, startChild } from './child.ts'
import { findTool, toolVersion } from './find-tool.ts'
import { freePort } from './free-port.ts'
import { type Ground, nothingToStop, type Part } from './part.ts'
import { PlainFault } from './plain-fault.ts'
import { rootlessApt } from './rootless-apt.ts'
import { loadSecrets } from './secrets.ts'

/**
 * Redis from REDIS_URL, else redis or valkey of this machine, else the distribution's package unpacked beside us.
 * Where none can be had the queue lives in PostgreSQL: QUEUE says which.
 */
export async function startRedis(ground: Ground, port?: number): Promise<Part> {
  const given = ground.env['REDIS_URL']
  if (ground.env['QUEUE'] === 'postgres') return noRedis('QUEUE=postgres')
  if (given) {
    return {
      name: 'redis',
      version: 'given',
      from: 'REDIS_URL',
      env: { QUEUE: 'redis', REDIS_URL: given },
      stop: nothingToStop,
    }
  }
  const found = await findRedis(ground)
  if (!found) return noRedis('no Redis on this machine, the queue is in PostgreSQL')
  const { child, url } = await launch(ground, found.file, port)
  return {
    name: 'redis',
    version: found.version,
    from: found.from,
    port: Number(new URL(url).port),
    child,
    env: { QUEUE: 'redis', REDIS_URL: url },
    stop: () => child.stop(),
  }
}

function noRedis(from: string): Part {
  return { name: 'redis', version: 'none', from, env: { QUEUE: 'postgres' }, stop: nothingToStop }
}

async function findRedis(
  ground: Ground,
): Promise<{ file: string; version: string; from: string } | undefined> {
  const installed = findTool(['redis-server', 'valkey-server'], ground.env['PATH'])
  const version = installed && (await toolVersion(installed, ['--version']))
  // Older ones lack commands that BullMQ needs.
  if (installed && version && Number.parseFloat(version) >= 6.2)
    return { file: installed, version, from: installed }
  const fetched = (await rootlessApt(ground, { packageName: 'redis-server', tools: ['redis-server'] }))?.[
    'redis-server'
  ]
  const fetchedVersion = fetched && (await toolVersion(fetched, ['--version']))
  return fetched && fetchedVersion
    ? { file: fetched, version: fetchedVersion, from: 'distribution package, in .cache' }
    : undefined
}

async function launch(
  ground: Ground,
  command: string,
  wanted?: number,
): Promise<{ child: Child; url: string }> {
  const dir = join(ground.dataDir, 'redis')
  const password = loadSecrets(ground.dataDir).redis
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  for (let attempt = 1; ; attempt += 1) {
    const port = wanted ?? (await freePort())
    const child = await startChild({
      name: 'redis',
      command,
      // The settings come on standard input: the password must not stand in the process list.
      args: ['-'],
      input: [
        'bind 127.0.0.1',
        `port ${port}`,
        `requirepass ${password}`,
        `dir "${dir}"`,
        'save ""',
        // Always on: the worker refuses a Redis without it.
        'appendonly yes',
        `appendfsync ${ground.durable ? 'everysec' : 'no'}`,
        'maxmemory-policy noeviction',
        'databases 1',
        '',
      ].join('\n'),
      env: { PATH: ground.env['PATH'], LC_ALL: 'C' },
      cwd: dir,
      dataDir: ground.dataDir,
      stopSignal: 'SIGTERM',
    })
    if (await isReady(child, port, password)) return { child, url: `redis://:${password}@127.0.0.1:${port}` }
    const words = child.lastWords()
    await child.stop()
    if (attempt < 4 && wanted === undefined && words.includes('in use')) continue
    throw new PlainFault(`Redis did not start:\n${words}`)
  }
}

async function isReady(child: Child, port: number, password: string): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < 60_000 && !child.hasExited(); waitedMs += 30) {
    if ((await ping(port, password)).includes('+PONG')) return true
    await wait(30)
  }
  return false
}

/** The answer to a PING, empty when nobody listens; while it loads its file Redis answers with an error instead. */
async function ping(port: number, password: string): Promise<string> {
  return await new Promise((done) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(`AUTH ${password}\r\nPING\r\nQUIT\r\n`))
    socket.setTimeout(2_000, () => socket.destroy())
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => done(answer))
  })
}

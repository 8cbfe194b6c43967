import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Child, startChild } from './child.ts'
import { compiledIn, givenBack, smallHeap } from './memory-settings.ts'
import type { Ground, Part } from './part.ts'
import { PlainFault } from './plain-fault.ts'

const START_LIMIT_MS = 60_000
/** Phased shutdown takes at most half a minute; then it has hung. */
const STOP_LIMIT_MS = 32_000

export type ApiOptions = {
  readonly env: Readonly<Record<string, string>>
  readonly host: string
  readonly port: number
}

/** The API process, which also serves the pages; up when its health says so. */
export async function startApi(ground: Ground, { env, host, port }: ApiOptions): Promise<Part> {
  const child = await startChild({
    name: 'api',
    command: process.execPath,
    args: [...smallHeap, join(ground.root, 'services/api/src/main.ts')],
    env: {
      NODE_ENV: 'production',
      ...givenBack,
      ...compiledIn(ground.cacheDir),
      ...ground.env,
      ...env,
      HOST: host,
      PORT: String(port),
    },
    cwd: ground.root,
    dataDir: ground.dataDir,
    stopSignal: 'SIGTERM',
    orphanSignal: 'SIGKILL',
  })
  const scheme = env['TLS_CERT_FILE'] === undefined ? 'http' : 'https'
  const health = `${scheme}://${reachable(host)}:${port}/api/health`
  if (!(await answers(child, health))) {
    await child.stop(1_000)
    throw new PlainFault(`The API did not start; its last words:\n${child.lastWords()}`)
  }
  return {
    name: 'api',
    version: env['CUEPOINT_VERSION'] ?? '',
    from: 'services/api',
    port,
    child,
    env: {},
    stop: () => child.stop(STOP_LIMIT_MS),
  }
}

/** An address of this machine at which a server on that host can be asked. */
export function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

async function answers(child: Child, health: string): Promise<boolean> {
  const until = performance.now() + START_LIMIT_MS
  while (!child.hasExited() && performance.now() < until) {
    const response = await fetch(health, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
    await response?.arrayBuffer()
    if (response?.status === 200) return true
    await wait(50)
  }
  return false
}

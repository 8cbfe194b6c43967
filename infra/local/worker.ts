import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Child, startChild } from './child.ts'
import { compiledIn, givenBack, smallHeap } from './memory-settings.ts'
import type { Ground, Part } from './part.ts'
import { PlainFault } from './plain-fault.ts'
import { isJsonObject } from './read-json.ts'

const START_LIMIT_MS = 60_000
const STOP_LIMIT_MS = 32_000

export type WorkerStart = {
  /** Several of one data folder need names of their own. */
  readonly name?: string
  /** What to start instead of the given words, for a caller that puts something before them. */
  readonly started?: (command: string, args: readonly string[]) => readonly [string, readonly string[]]
}

/** The worker process; up when it says `{ ready: true }` on the channel to its parent. */
export async function startWorker(
  ground: Ground,
  env: Readonly<Record<string, string>>,
  { name = 'worker', started = (command, args) => [command, args] }: WorkerStart = {},
): Promise<Part> {
  const [command, args] = started(process.execPath, [
    ...smallHeap,
    // For `workers/src/streamed-bytes.ts`.
    '--expose-gc',
    join(ground.root, 'workers/src/main.ts'),
  ])
  const child = await startChild({
    name,
    command,
    args,
    env: { NODE_ENV: 'production', ...givenBack, ...compiledIn(ground.cacheDir), ...ground.env, ...env },
    cwd: ground.root,
    dataDir: ground.dataDir,
    stopSignal: 'SIGTERM',
    orphanSignal: 'SIGKILL',
    talk: 'ipc',
  })
  const ready = await Promise.race([
    saysReady(child),
    child.exited.then(() => false),
    wait(START_LIMIT_MS, false, { ref: false }),
  ])
  if (!ready) {
    await child.stop(1_000)
    throw new PlainFault(`The worker did not start; its last words:\n${child.lastWords()}`)
  }
  return {
    name,
    version: env['CUEPOINT_VERSION'] ?? '',
    from: 'workers',
    child,
    env: {},
    stop: () => child.stop(STOP_LIMIT_MS),
  }
}

async function saysReady(child: Child): Promise<boolean> {
  return await new Promise((done) => {
    child.process.on('message', (message: unknown) => {
      if (isJsonObject(message) && message['ready'] === true) done(true)
    })
  })
}

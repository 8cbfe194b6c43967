import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Credentials } from '../../local/s3/index.ts'

const main = fileURLToPath(new URL('../../local/s3/main.ts', import.meta.url))

export const embeddedCredentials: Credentials = {
  accessKeyId: 'AKIACONTRACTCONTRACT',
  secretAccessKey: 'contract-secret-contract-secret',
  region: 'us-east-1',
}

export type EmbeddedEndpoint = {
  readonly url: string
  readonly pid: number
  /** Asks it to end and waits until it has; the exit code. */
  stop(): Promise<number | null>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
}

/** Starts our own endpoint as the process it is in earnest. Throws with its last words when it does not come up. */
export async function startEmbedded(dataDir: string): Promise<EmbeddedEndpoint> {
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      S3_DATA_DIR: dataDir,
      S3_PORT: '0',
      S3_ACCESS_KEY_ID: embeddedCredentials.accessKeyId,
      S3_SECRET_ACCESS_KEY: embeddedCredentials.secretAccessKey,
      S3_REGION: embeddedCredentials.region,
    },
    // The channel ends it with this process, however this one ends.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const exited = once(child, 'exit')
  let lastWords = ''
  child.stderr?.on('data', (piece: Buffer) => {
    lastWords = (lastWords + piece.toString()).slice(-2000)
  })
  if (child.stdout === null) throw new Error('standard output was not opened')
  const lines = createInterface({ input: child.stdout })
  const announced = once(lines, 'line') as Promise<[string]>
  const outcome = await Promise.race([announced, exited.then(() => undefined)])
  if (outcome === undefined) throw new Error(`the endpoint did not start: ${lastWords}`)
  const { listening } = JSON.parse(outcome[0]) as { listening: { port: number } }
  return {
    url: `http://127.0.0.1:${listening.port}`,
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM')
      await exited
      return child.exitCode
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** A folder that is gone again when the work is done. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-s3-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Ground } from './part.ts'
import { startPostgres } from './postgres.ts'
import { processIdentity, waitForExit } from './process-identity.ts'
import { startRedis } from './redis.ts'
import { repositoryRoot } from './repository-root.ts'
import { startS3 } from './s3.ts'

// Two clusters are made and started, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 })

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cuepoint-killed-'))
  // As root the database runs as another user, who has to get there.
  chmodSync(dataDir, 0o711)
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const ground = (): Ground => ({
  root: repositoryRoot,
  dataDir,
  cacheDir: join(repositoryRoot, '.cache'),
  env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
  durable: true,
  say: () => undefined,
})

/** Brings the parts up in a process of its own, which can then be killed. Resolves to the parts' pids and the database. */
async function launch(): Promise<{ launcher: ChildProcess; pids: readonly number[]; databaseUrl: string }> {
  const script = `
    import { startPostgres } from '${repositoryRoot}/infra/local/postgres.ts'
    import { startRedis } from '${repositoryRoot}/infra/local/redis.ts'
    import { startS3 } from '${repositoryRoot}/infra/local/s3.ts'
    const ground = { ...${JSON.stringify(ground())}, say: () => undefined }
    const parts = [await startPostgres(ground), await startRedis(ground), await startS3(ground)]
    console.log(JSON.stringify({ pids: parts.map((part) => part.child.pid), databaseUrl: parts[0].env.DATABASE_URL }))
  `
  const launcher = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { value } = await createInterface({ input: launcher.stdout })[Symbol.asyncIterator]().next()
  return { launcher, ...(JSON.parse(String(value)) as { pids: readonly number[]; databaseUrl: string }) }
}

async function query(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<{ answer: unknown }>(sql)).rows[0]?.answer
  } finally {
    await client.end()
  }
}

test('a killed launcher takes its parts along, and the next start finds everything that was written', async () => {
  const { launcher, pids, databaseUrl } = await launch()
  await query(databaseUrl, "create table kept as select 'still here'::text as answer")
  launcher.kill('SIGKILL')
  for (const pid of pids) await expect(waitForExit(pid, 10_000)).resolves.toBe(true)

  const postgres = await startPostgres(ground())
  const others = [await startRedis(ground()), await startS3(ground())]
  await expect(query(postgres.env['DATABASE_URL'] ?? '', 'select answer from kept')).resolves.toBe(
    'still here',
  )
  for (const part of [...others, postgres]) await part.stop()
  expect(processIdentity(postgres.child?.pid ?? 0)).toBeUndefined()
})

test('parts that outlived their launcher are ended before the next ones start', async () => {
  const { launcher, pids } = await launch()
  // The same folder while the first parts still hold it: what a machine without setpriv would leave behind.
  const parts = [await startPostgres(ground()), await startRedis(ground()), await startS3(ground())]
  for (const pid of pids) expect(processIdentity(pid)).toBeUndefined()
  for (const part of parts.toReversed()) await part.stop()
  launcher.kill('SIGKILL')
})

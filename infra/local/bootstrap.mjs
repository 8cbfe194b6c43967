#!/usr/bin/env node
// Turns "Node and npm are here" into "the product can run": the pinned Node, then the packages, then the door.
// Plain JavaScript without dependencies, because it runs before anything is installed and under Node 20.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'

const NODE_VERSION = '24.21.0'
const PNPM_VERSION = '12.21.0'
const DOORS = ['start', 'test', 'check', 'suite', 'bench', 'program']

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const cacheDir = join(root, '.cache')
const [door = '', ...args] = process.argv.slice(2)

/** A fault the reader can act on; printed without a stack. */
class PlainFault extends Error {}

try {
  await main()
} catch (error) {
  process.stderr.write(
    `\n${error instanceof PlainFault || error?.name === 'PlainFault' ? error.message : (error?.stack ?? error)}\n`,
  )
  process.exit(1)
}

async function main() {
  if (!DOORS.includes(door))
    throw new PlainFault(`Say one of: ${DOORS.map((name) => `npm run ${name}`).join(', ')}`)
  process.chdir(root)
  makeFolder(cacheDir)
  if (!runsPinnedMajor()) return await reexec(await withLock('node', pinnedNode))
  process.env.PATH = dirname(process.execPath) + delimiter + (process.env.PATH ?? '')
  watchParents(() => process.kill(process.pid, 'SIGTERM'))
  await withLock('install', install)
  await import(pathToFileURL(join(root, 'infra/local/doors', `${door}.ts`)).href).then((module) =>
    module.open(args),
  )
  // The channel to the process that fetched this Node would keep a finished one alive.
  if (process.connected) process.disconnect()
}

function runsPinnedMajor() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major === 24 && minor >= 15
}

/** The path of the pinned Node, fetched from the registry as an ordinary package on first use. */
async function pinnedNode() {
  const name = `node-linux-${process.arch}`
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    throw new PlainFault(
      `Cuepoint runs on Node 24 (this is ${process.version}) and can fetch it only on Linux x64 and arm64.\n` +
        'Next: install Node 24.15 or newer yourself, then run the same command again.',
    )
  }
  const node = join(cacheDir, 'node/node_modules', name, 'bin/node')
  const stamp = join(cacheDir, 'node/stamp')
  if (existsSync(node) && readOr(stamp) === NODE_VERSION) return node
  const started = Date.now()
  say(`node      ${process.version} is here; fetching ${NODE_VERSION} for this folder only`)
  makeFolder(join(cacheDir, 'node'))
  // A file of its own keeps npm from looking for a project further up.
  writeFile(join(cacheDir, 'node/package.json'), '{"private":true}\n')
  const flags = [
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-save',
    '--include=optional',
    '--loglevel=error',
  ]
  await runTool('npm', ['install', ...flags, '--prefix', join(cacheDir, 'node'), `${name}@${NODE_VERSION}`])
  if (!existsSync(node))
    throw new PlainFault(`npm finished, but ${node} is not there. Next: remove .cache/node and try again.`)
  writeFile(stamp, NODE_VERSION)
  say(`node      ${NODE_VERSION} ready (${megabytes(statSync(node).size)} on disk, ${seconds(started)})`)
  return node
}

/** Runs this file again under the pinned Node and ends as it ends. The Node that installs must be the Node that runs. */
async function reexec(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), door, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  watchParents(() => child.kill('SIGTERM'))
  const [code, signal] = await new Promise((done) => child.on('exit', (...end) => done(end)))
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143)
  process.disconnect?.()
}

/** npm that is killed outright cannot pass the signal on; a changed line of parents is how we learn of it. */
function watchParents(orphaned) {
  if (!process.env.npm_lifecycle_event) return
  const parents = () => {
    // npm runs a script through a shell, which may stay between us and npm.
    const throughShell = /^\S*sh\0-c\0/.test(readOr(`/proc/${process.ppid}/cmdline`))
    return [process.ppid, throughShell ? statField(process.ppid, 1) : ''].join(' ')
  }
  const before = parents()
  const timer = setInterval(() => {
    if (parents() === before) return
    clearInterval(timer)
    orphaned()
  }, 500)
  timer.unref()
}

/** Installs the locked packages, only when the lock file, the Node or the platform changed. */
async function install() {
  const wanted = createHash('sha256')
    .update([process.version, process.platform, process.arch, PNPM_VERSION].join(' '))
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .update(readFileSync(join(root, 'pnpm-workspace.yaml')))
    .digest('hex')
  const stamp = join(cacheDir, 'install-stamp')
  if (readOr(stamp) === wanted && existsSync(join(root, 'node_modules/.modules.yaml'))) return
  const started = Date.now()
  say('packages  installing what pnpm-lock.yaml names (about 600 MB on disk the first time)')
  // Each flag undoes one setting of the machine or of NODE_ENV that would leave something out or ask a question.
  const flags = [
    '--frozen-lockfile',
    '--prod=false',
    '--config.optional=true',
    '--config.ignore-scripts=false',
  ]
  const fetched = { packages: 0, bytes: 0 }
  await runTool('npx', ['-y', `pnpm@${PNPM_VERSION}`, 'install', ...flags, '--reporter=ndjson'], {
    env: { CI: '1' },
    onLine: (line) => countFetched(line, fetched),
  })
  writeFile(stamp, wanted)
  const size =
    fetched.bytes > 0
      ? `${fetched.packages} packages fetched, ${megabytes(fetched.bytes)}`
      : 'nothing to fetch'
  say(`packages  installed (${size}, ${seconds(started)})`)
}

/** Adds up what pnpm reports as started downloads; anything that is not such a report is kept for the fault message. */
function countFetched(line, fetched) {
  let entry
  try {
    entry = JSON.parse(line)
  } catch {
    return line
  }
  if (entry.name === 'pnpm:fetching-progress' && entry.status === 'started') {
    fetched.packages += 1
    fetched.bytes += Number(entry.size) || 0
  }
  return entry.level === 'error'
    ? [entry.err?.message, entry.message, entry.hint].filter(Boolean).join(' ')
    : undefined
}

/** Runs npm or npx with our own writable home where the machine gives none; its output is shown only when it fails. */
async function runTool(tool, toolArgs, { env = {}, onLine = (line) => line } = {}) {
  const home = usableHome()
  const child = spawn(tool, toolArgs, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(home ? { HOME: home } : {}), npm_config_yes: 'true', ...env },
  })
  const kept = []
  const keep = (line) => {
    const text = onLine(line)
    if (text) kept.push(text)
    if (kept.length > 40) kept.shift()
  }
  createInterface({ input: child.stdout }).on('line', keep)
  createInterface({ input: child.stderr }).on('line', keep)
  const code = await new Promise((done, fail) => {
    child.on('error', (error) => fail(error.code === 'ENOENT' ? new PlainFault(missingTool(tool)) : error))
    child.on('close', done)
  })
  if (code !== 0) throw new PlainFault(explain(tool, kept.join('\n')))
}

function missingTool(tool) {
  return `${tool} is not on the PATH. Next: install npm (it comes with Node from the same place), then run the same command again.`
}

function explain(tool, output) {
  const known = [
    [
      /ENOSPC|no space left/i,
      'The disk is full. Next: free about 2 GB, then run the same command again; it goes on from where it was.',
    ],
    [
      /EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network|socket hang up|fetch failed/i,
      'The npm registry cannot be reached. Next: check the connection (or your proxy settings), then run the same command again.',
    ],
    [
      /EACCES|EPERM|permission denied/i,
      `This user may not write here. Next: make ${root} writable for the user that runs this.`,
    ],
    [
      /OUTDATED_LOCKFILE|frozen-lockfile/i,
      'pnpm-lock.yaml does not fit the package.json files. Next: run pnpm install and commit the lock file.',
    ],
  ].find(([pattern]) => pattern.test(output))
  const reason = known ? known[1] : `${tool} could not finish. Its last words are above.`
  return `${output}\n\n${reason}`
}

/** HOME when it can be written to, else a folder of our own: npm and pnpm keep their caches there. */
function usableHome() {
  try {
    accessSync(homedir(), constants.W_OK)
    return process.env.HOME ? undefined : homedir()
  } catch {
    return makeFolder(join(cacheDir, 'home'))
  }
}

/** One at a time, even for two starts in the same second. A lock whose owner is gone is taken over. */
async function withLock(name, action) {
  const file = join(cacheDir, `${name}.lock`)
  for (let told = false; !takeLock(file); ) {
    if (!told) say(`waiting   another start is at work here (process ${readOr(file).split(' ')[0]})`)
    told = true
    await new Promise((done) => setTimeout(done, 200))
  }
  try {
    return await action()
  } finally {
    rmSync(file, { force: true })
  }
}

function takeLock(file) {
  try {
    writeFileSync(file, `${process.pid} ${startedAt(process.pid)}`, { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw plainly(error, file)
    const [pid = '', since = ''] = readOr(file).split(' ')
    // An empty file is a lock in the making unless it stays empty.
    if (pid === '' && Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < 2000)
      return false
    if (pid !== '' && startedAt(pid) === since) return false
    dropStaleLock(file, `${pid} ${since}`)
    return false
  }
}

/** Moves the stale lock away before dropping it, so that one that was taken meanwhile can be put back. */
function dropStaleLock(file, stale) {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    if (readOr(aside).trim() !== stale.trim()) linkSync(aside, file)
  } catch {
    // Another waiter was quicker; the next round looks again.
  }
  rmSync(aside, { force: true })
}

/** When the process started, in kernel ticks: a pid alone may have been given to another process since. */
function startedAt(pid) {
  return statField(pid, 19)
}

/** A field of the process's line in the kernel's table, counted from its state: 1 is the parent, 19 the start. */
function statField(pid, index) {
  const stat = readOr(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[index] ?? ''
}

function readOr(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function makeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true })
    return folder
  } catch (error) {
    throw plainly(error, folder)
  }
}

function writeFile(file, text) {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw plainly(error, file)
  }
}

function plainly(error, file) {
  if (error.code === 'ENOSPC')
    return new PlainFault('The disk is full. Next: free about 2 GB, then run the same command again.')
  if (error.code === 'EACCES' || error.code === 'EROFS' || error.code === 'EPERM') {
    return new PlainFault(
      `${file} cannot be written. Next: make ${root} writable for the user that runs this.`,
    )
  }
  return error
}

function say(line) {
  process.stdout.write(`${line}\n`)
}

function megabytes(sizeBytes) {
  return `${(sizeBytes / 1e6).toFixed(1)} MB`
}

function seconds(sinceMs) {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`
}

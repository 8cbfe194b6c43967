import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { startChild } from './child.ts'
import { findTool } from './find-tool.ts'
import { type Ground } from './part.ts'
import { PlainFault } from './plain-fault.ts'
import { takeRunLock } from './run-lock.ts'

const LOCK_PATIENCE_MS = 300_000

/**
 * Tools from the distribution's own packages without root: downloaded by apt, whose signatures are checked as usual,
 * unpacked into a folder of ours and run with their libraries beside them. The system is not touched.
 * Resolves to the path of a wrapper for the tool; undefined where this cannot be done here.
 */
export async function rootlessApt(
  ground: Ground,
  wanted: { packageName: string; tools: readonly string[] },
): Promise<Record<string, string> | undefined> {
  const release = supportedRelease()
  const apt = findTool(['apt-get'], ground.env['PATH'])
  const dpkg = findTool(['dpkg-deb'], ground.env['PATH'])
  if (ground.env['CUEPOINT_NO_APT'] === '1' || !release || !apt || !dpkg) return undefined
  const home = join(ground.cacheDir, 'apt', release)
  const tree = join(home, wanted.packageName)
  const stamp = join(home, `${wanted.packageName}.stamp`)
  const wrappers = Object.fromEntries(wanted.tools.map((tool) => [tool, join(tree, 'run', tool)]))
  mkdirSync(home, { recursive: true })
  const lock = await takeRunLock(join(home, 'lock'), LOCK_PATIENCE_MS)
  if ('heldBy' in lock)
    throw new PlainFault(
      `Another start is fetching packages (process ${lock.heldBy}). Next: wait for it or end it.`,
    )
  try {
    if (existsSync(stamp)) return wrappers
    ground.say(
      `${wanted.packageName.padEnd(9)} not on this machine; fetching the distribution's package for this folder only`,
    )
    const config = writeAptConfig(home)
    await run(ground, home, apt, ['-c', config, 'update', '-qq'])
    rmSync(join(home, 'archives'), { recursive: true, force: true })
    mkdirSync(join(home, 'archives/partial'), { recursive: true })
    await run(ground, home, apt, [
      '-c',
      config,
      'install',
      '-qq',
      '-y',
      '--download-only',
      '--no-install-recommends',
      wanted.packageName,
    ])
    rmSync(tree, { recursive: true, force: true })
    mkdirSync(tree, { recursive: true })
    const archives = readdirSync(join(home, 'archives')).filter((name) => name.endsWith('.deb'))
    const sizeBytes = archives.reduce((sum, name) => sum + statSync(join(home, 'archives', name)).size, 0)
    for (const name of archives) await run(ground, home, dpkg, ['-x', join(home, 'archives', name), tree])
    rmSync(join(home, 'archives'), { recursive: true, force: true })
    for (const tool of wanted.tools) writeWrapper(tree, tool)
    writeFileSync(stamp, `${archives.length} packages, ${sizeBytes} bytes\n`)
    ground.say(
      `${wanted.packageName.padEnd(9)} ${archives.length} packages, ${(sizeBytes / 1e6).toFixed(1)} MB fetched`,
    )
    return wrappers
  } catch (error) {
    ground.say(
      `${wanted.packageName.padEnd(9)} could not be fetched from the distribution: ${firstLine(error)}`,
    )
    return undefined
  } finally {
    lock.release()
  }
}

/** The releases this was tried on; a newer apt might read our settings differently. */
function supportedRelease(): string | undefined {
  if (process.platform !== 'linux' || !existsSync('/etc/os-release')) return undefined
  const fields = Object.fromEntries(
    readFileSync('/etc/os-release', 'utf8')
      .split('\n')
      .map((line) => line.split('='))
      .map(([name = '', value = '']) => [name, value.replaceAll('"', '')]),
  )
  const release = `${fields['ID']}-${fields['VERSION_ID']}`
  return ['debian-12', 'debian-13', 'ubuntu-24.04'].includes(release)
    ? `${release}-${process.arch}`
    : undefined
}

/** Settings in a file rather than arguments, because a few of them must be set before the system's own files are read. */
function writeAptConfig(home: string): string {
  for (const folder of ['lists/partial', 'archives/partial', 'log'])
    mkdirSync(join(home, folder), { recursive: true })
  const file = join(home, 'apt.conf')
  writeFileSync(
    file,
    [
      `Dir::State::Lists "${home}/lists";`,
      `Dir::Cache "${home}";`,
      `Dir::Cache::Archives "${home}/archives";`,
      'Dir::Cache::pkgcache "";',
      'Dir::Cache::srcpkgcache "";',
      `Dir::Log "${home}/log";`,
      'Debug::NoLocking "1";',
      // As root apt would drop to a user of its own, who cannot write here.
      'APT::Sandbox::User "";',
      'Acquire::Languages "none";',
      'Acquire::Retries "2";',
      // Hooks of the system's own (container clean-ups, package caches) would touch the system.
      '#clear APT::Update::Post-Invoke;',
      '#clear APT::Update::Post-Invoke-Success;',
      '#clear DPkg::Post-Invoke;',
      '#clear DPkg::Pre-Install-Pkgs;',
      '',
    ].join('\n'),
  )
  return file
}

async function run(ground: Ground, home: string, command: string, args: readonly string[]): Promise<void> {
  const child = await startChild({
    name: 'apt',
    command,
    args,
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      LC_ALL: 'C',
      DEBIAN_FRONTEND: 'noninteractive',
      ...proxies(ground.env),
    },
    cwd: home,
    dataDir: ground.dataDir,
    stopSignal: 'SIGTERM',
  })
  const ended = await child.exited
  if (ended !== 'code 0') throw new Error(`${child.lastWords()} (${ended})`)
}

/** Whatever way out the machine has is passed on as it is. */
function proxies(env: Ground['env']): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => /^(https?|no)_proxy$/i.test(name)))
}

function writeWrapper(tree: string, tool: string): void {
  const file = ['usr/bin', 'usr/sbin', 'bin']
    .map((folder) => join(tree, folder, tool))
    .find((path) => existsSync(path))
  if (!file) throw new Error(`the package holds no ${tool}`)
  const wrapper = join(tree, 'run', tool)
  mkdirSync(join(tree, 'run'), { recursive: true })
  const libraries = [...new Set(libraryFolders(tree))].join(':')
  writeFileSync(wrapper, `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}' exec '${file}' "$@"\n`)
  chmodSync(wrapper, 0o755)
}

/** Some libraries stand in folders of their own (blas, lapack, pulseaudio) that the system reaches by settings we lack. */
function libraryFolders(tree: string): string[] {
  return readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => /\.so(\.\d+)*$/.test(entry.name) && !entry.isDirectory())
    .map((entry) => entry.parentPath)
    .filter((folder) => /\/lib(\/[^/]+){0,2}$/.test(folder))
    .sort((a, b) => a.length - b.length)
}

function firstLine(error: unknown): string {
  return error instanceof Error
    ? (error.message.split('\n').find((line) => /^E:|^W:/.test(line)) ?? error.message.split('\n')[0] ?? '')
    : String(error)
}

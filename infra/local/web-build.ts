import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import type { Ground } from './part.ts'
import { PlainFault } from './plain-fault.ts'
import { runCommand } from './run-command.ts'

const brotli = promisify(brotliCompress)
const zip = promisify<Buffer, { level: number }, Buffer>(gzip)

const SOURCES = [
  'web',
  'services/domain/src',
  'services/contracts/src',
  'pnpm-lock.yaml',
  'tsconfig.base.json',
]
const NOT_SOURCES = new Set(['node_modules', 'dist', 'e2e', 'test-results'])

export type WebBuild = { readonly dir: string; readonly version: string; readonly built: boolean }

/** Builds the pages when their sources changed since the last time. */
export async function buildWeb(ground: Ground): Promise<WebBuild> {
  const dir = join(ground.root, 'web/dist')
  const version = await hashOf(ground.root)
  const stamp = join(ground.cacheDir, 'web-build')
  const known = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (known === version && existsSync(join(dir, 'index.html'))) return { dir, version, built: false }
  const vite = join(ground.root, 'web/node_modules/vite/bin/vite.js')
  const { code, output } = await runCommand(join(ground.root, 'web'), process.execPath, [vite, 'build'], {
    env: { NODE_ENV: 'production' },
  })
  if (code !== 0) throw new PlainFault(`The pages could not be built:\n${output.trim()}`)
  await compressAll(dir)
  await mkdir(dirname(stamp), { recursive: true })
  await writeFile(stamp, version)
  return { dir, version, built: true }
}

/** Once, as small as can be, beside each file that compresses: the API sends them as they are. */
async function compressAll(dir: string): Promise<void> {
  const files = (await filesUnder(dir)).filter((file) => /\.(html|js|css|svg|json)$/.test(file))
  for (const file of files) {
    const content = await readFile(file)
    await writeFile(`${file}.br`, await brotli(content))
    await writeFile(`${file}.gz`, await zip(content, { level: 9 }))
  }
}

async function hashOf(root: string): Promise<string> {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    for (const file of await filesUnder(join(root, source))) {
      hash
        .update(file.slice(root.length))
        .update('\0')
        .update(await readFile(file))
        .update('\0')
    }
  }
  return hash.digest('hex').slice(0, 12)
}

async function filesUnder(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined)
  if (entries === undefined) return existsSync(path) ? [path] : []
  const found = await Promise.all(
    entries
      .filter((entry) => !NOT_SOURCES.has(entry.name))
      .map(async (entry) =>
        entry.isDirectory() ? await filesUnder(join(path, entry.name)) : [join(path, entry.name)],
      ),
  )
  return found.flat().sort()
}

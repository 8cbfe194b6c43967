import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildWeb } from '../local/web-build.ts'
import type { Check } from './check.ts'

const ENTRY = 'answer.html'
const LIMIT_BYTES = 200_000

/**
 * What a phone fetches before the first prompt is on the screen: the answering page with everything it imports, now or
 * a moment later, in the heaviest language, but without the player, which comes after. Fonts are left out: text stands
 * in the system's letters until they are there.
 */
export const pageWeight: Check = {
  name: 'weight of the answering page',
  run: async (root) => {
    const { dir } = await buildWeb({
      root,
      dataDir: join(root, '.data'),
      cacheDir: join(root, '.cache'),
      env: process.env,
      durable: false,
      say: () => undefined,
    })
    const manifest = JSON.parse(await readFile(join(dir, '.vite/manifest.json'), 'utf8')) as Manifest
    const sizes = new Map<string, number>()
    for (const file of [ENTRY, ...filesOf(manifest)]) {
      sizes.set(file, gzipSync(await readFile(join(dir, file)), { level: 9 }).byteLength)
    }
    const weight = weightOf(manifest, sizes)
    const note = `${(weight / 1000).toFixed(1)} kB of ${LIMIT_BYTES / 1000} kB`
    return {
      note,
      faults: weight > LIMIT_BYTES ? [`${note}: move what the first prompt does not need behind it`] : [],
    }
  },
}

export type Manifest = Readonly<
  Record<
    string,
    {
      readonly file: string
      readonly src?: string
      readonly imports?: readonly string[]
      readonly dynamicImports?: readonly string[]
      readonly css?: readonly string[]
    }
  >
>

/** Sum of the compressed sizes, by file name. A file without a size weighs nothing. */
export function weightOf(manifest: Manifest, sizes: ReadonlyMap<string, number>): number {
  const common = reach(manifest, ENTRY, (key) => !isCatalog(key) && !isPlayer(key))
  const sum = (files: Iterable<string>): number =>
    [...files].reduce((total, file) => total + (sizes.get(file) ?? 0), 0)
  const languages = Object.keys(manifest)
    .filter(isCatalog)
    .map((key) => sum([...reach(manifest, key, () => true)].filter((file) => !common.has(file))))
  return sum(common) + Math.max(0, ...languages)
}

/** The files behind a key: its own, its styles, and those of everything it imports that is wanted. */
function reach(manifest: Manifest, start: string, wanted: (key: string) => boolean): ReadonlySet<string> {
  const files = new Set<string>([start === ENTRY ? ENTRY : ''])
  const seen = new Set<string>()
  const open = [start]
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const chunk = manifest[key]
    if (!chunk || seen.has(key)) continue
    seen.add(key)
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file)
    open.push(...(chunk.imports ?? []), ...(chunk.dynamicImports ?? []).filter(wanted))
  }
  return files
}

const isCatalog = (key: string): boolean => /\/catalogs\/(answer-)?[a-z]{2}\.ts$/.test(key)
const isPlayer = (key: string): boolean => /features\/player\/|video\.js/.test(key)

function filesOf(manifest: Manifest): readonly string[] {
  return Object.values(manifest).flatMap((chunk) =>
    [chunk.file, ...(chunk.css ?? [])].filter((file) => /\.(js|css)$/.test(file)),
  )
}

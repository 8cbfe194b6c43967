import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type Encoding = 'br' | 'gzip' | 'identity'

/** One built file, held in memory: a build is a few megabytes and changes only with a new start. */
export type PageFile = {
  readonly type: string
  /** Of the content, the same for every encoding: weak, as RFC 9110 has it for those. */
  readonly etag: string
  /** Its name changes with its content. */
  readonly immutable: boolean
  readonly compressible: boolean
  encoded(encoding: Encoding): Promise<Buffer>
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
}
const compressible = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt', '.wasm'])

const brotli = promisify(brotliCompress)
const brotliAt = (bytes: Buffer, quality: number): Promise<Buffer> =>
  brotli(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  })

/**
 * Brotli quickly for whoever asks first, and as small as it gets for everyone after: 8 % less for two seconds of
 * work on the largest file, which nobody waits for.
 */
function brotliOf(bytes: Buffer): () => Promise<Buffer> {
  let current: Promise<Buffer> | undefined
  return () => {
    if (!current) {
      current = brotliAt(bytes, 9)
      void current
        .then(() => brotliAt(bytes, 11))
        .then((smallest) => (current = Promise.resolve(smallest)))
        // The quick one stays good.
        .catch(() => undefined)
    }
    return current
  }
}

/** Every file under the folder by its path on the site. Sources of the build (`.vite`, maps) stay inside. */
export async function readPages(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const pages = new Map<string, PageFile>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(folder, file).split(sep).join('/')}`
    const extension = extname(path)
    const type = types[extension]
    if (type === undefined || path.includes('/.')) continue
    pages.set(path, pageFile(await readFile(file), type, extension, path.startsWith('/assets/')))
  }
  return pages
}

function pageFile(bytes: Buffer, type: string, extension: string, immutable: boolean): PageFile {
  const asBrotli = brotliOf(bytes)
  let asGzip: Promise<Buffer> | undefined
  return {
    type,
    etag: `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`,
    immutable,
    compressible: compressible.has(extension) && bytes.length > 512,
    async encoded(encoding) {
      if (encoding === 'br') return await asBrotli()
      if (encoding === 'gzip') return await (asGzip ??= promisify(gzip)(bytes, { level: 9 }))
      return bytes
    },
  }
}

/** The best encoding that an Accept-Encoding header allows. */
export function pickEncoding(accepted: string | undefined): Encoding {
  const offers = new Set(
    (accepted ?? '')
      .toLowerCase()
      .split(',')
      .map((offer) => offer.trim().split(';'))
      .filter(([, weight]) => !/^\s*q=0(\.0*)?\s*$/.test(weight ?? ''))
      .map(([name]) => name?.trim()),
  )
  if (offers.has('br')) return 'br'
  return offers.has('gzip') ? 'gzip' : 'identity'
}

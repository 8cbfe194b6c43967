import type { Check } from './check.ts'
import { withoutComments } from './imports-of.ts'
import { readFiles, type SourceFile } from './source-files.ts'

/** Set by the machine or between our own processes, never by a person in a file. */
const notSettings =
  /^(PATH|HOME|LANG|LC_ALL|TZ|TMPDIR|NODE_ENV|CI|INIT_CWD|LD_LIBRARY_PATH|CUEPOINT_VERSION|MAIL_DIR|MAIL_PAGE_URL|SMTP_PORT|HTTP_PORT|S3_DATA_DIR|S3_PORT|S3_FAULTS|AWS_EXECUTION_ENV|DEBIAN_FRONTEND)$/

export const envExample: Check = {
  name: '.env.example',
  run: async (root) => {
    const [example] = await readFiles(root, /^\.env\.example$/)
    const readers = await readFiles(
      root,
      /^((services\/api|workers)\/src\/config\.ts|infra\/local\/(?!.*\.test\.ts$).*\.ts)$/,
    )
    return { faults: envExampleFaults(example?.text ?? '', readers) }
  },
}

/** Variables that a process reads and the example does not name, and the other way round. */
export function envExampleFaults(example: string, readers: readonly SourceFile[]): readonly string[] {
  const read = new Set(readers.flatMap(variablesRead))
  const named = new Set([...example.matchAll(/^#?\s*([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1] ?? ''))
  return [
    ...[...read].filter((name) => !named.has(name)).map((name) => `.env.example: ${name} is missing`),
    ...[...named].filter((name) => !read.has(name)).map((name) => `.env.example: ${name} is read by nobody`),
  ]
}

function variablesRead({ path, text }: SourceFile): readonly string[] {
  const code = withoutComments(text)
  const everyName = /(?<![\w.])["']([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)["']/g
  const indexed = /\benv(?:\[["']([A-Z][A-Z0-9_]+)["']\]|\.([A-Z][A-Z0-9_]+))/g
  // A config hands names to its own readers; elsewhere only an index into the environment counts.
  const pattern = /(^|\/)config\.ts$/.test(path) ? everyName : indexed
  return [...code.matchAll(pattern)]
    .map((match) => match[1] ?? match[2] ?? '')
    .filter((name) => name.length > 2 && !notSettings.test(name))
}

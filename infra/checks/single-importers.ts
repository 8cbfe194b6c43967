import { importsOf, packageOf, withoutComments } from './imports-of.ts'
import { isTestFile, type SourceFile } from './source-files.ts'

/** Local running and proofs: they stand outside the product and may reach for its parts directly. */
const proofs = /^infra\/(suites|bench|local)\//

/** One door for each library that must stay replaceable, and who else may open it. */
const packages: readonly { readonly name: RegExp; readonly home: RegExp; readonly also?: RegExp }[] = [
  { name: /^fluent-ffmpeg$/, home: /^workers\/src\/ffmpeg\/run\.ts$/ },
  { name: /^@aws-sdk\//, home: /^services\/storage\//, also: proofs },
  { name: /^(bullmq|ioredis)$/, home: /^services\/jobs\//, also: proofs },
  { name: /^video\.js$/, home: /^web\/src\/features\/player\// },
  { name: /^nodemailer$/, home: /^services\/mail\// },
  {
    name: /^playwright-core$/,
    home: /^web\/e2e\//,
    also: /^(infra\/(suites|bench|local)|services\/testing)\//,
  },
]

/** One place for each thing of the machine that would otherwise be read anywhere. */
const phrases: readonly { readonly phrase: RegExp; readonly home: RegExp; readonly advice: string }[] = [
  {
    phrase: /\bprocess\.env\b/,
    home: /(^(services\/api|workers)\/src\/config\.ts$|^infra\/|^services\/testing\/|\.config\.ts$)/,
    advice: "read it in the process's config.ts and pass it on",
  },
  {
    phrase: /\bnew Date\(|\bDate\.now\(/,
    home: /^(services\/domain\/src\/clock\.ts$|infra\/)/,
    advice: 'take the time as an argument, from services/domain/src/clock.ts',
  },
]

/** Every use of a library or of the machine outside its one place. Tests may make dates and use the libraries they test. */
export function singleImporterFaults(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => [
    ...packageFaults(file),
    ...(isTestFile(file.path) ? [] : phraseFaults(file)),
  ])
}

function packageFaults({ path, text }: SourceFile): readonly string[] {
  const names = new Set(importsOf(text).map(packageOf))
  return packages
    .filter(({ home, also }) => !home.test(path) && !also?.test(path))
    .flatMap(({ name, home }) =>
      [...names]
        .filter((each) => each !== undefined && name.test(each))
        .map((each) => `${path}: ${each} may be imported only in ${readable(home)}`),
    )
}

function phraseFaults({ path, text }: SourceFile): readonly string[] {
  const lines = withoutComments(text).split('\n')
  return phrases
    .filter(({ home }) => !home.test(path))
    .flatMap(({ phrase, advice }) =>
      lines.flatMap((line, index) =>
        phrase.test(line) ? [`${path}:${index + 1}: ${phrase.exec(line)?.[0]}: ${advice}`] : [],
      ),
    )
}

function readable(home: RegExp): string {
  return home.source.replaceAll('\\', '').replaceAll(/[\^$]/g, '')
}

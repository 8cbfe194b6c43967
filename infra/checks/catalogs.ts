import type { Check } from './check.ts'
import { withoutComments } from './imports-of.ts'
import { readFiles, type SourceFile } from './source-files.ts'

const languages = ['en', 'es', 'th'] as const
type Language = (typeof languages)[number]

const pluralEnd = /_(zero|one|two|few|many|other)$/
/** A sentence that is the same in two languages was forgotten; a name or a short word may well be. */
const SAME_BY_CHANCE = 24

export const catalogs: Check = {
  name: 'catalogs in three languages',
  run: async (root) => {
    const files = await readFiles(root, /^(web|services)\/.*\/(en|es|th)(\/[^/]+)?\.json$/)
    const code = await readFiles(root, /^(web\/src|services)\/.*(?<!\.test)\.tsx?$/)
    return { faults: [...translationFaults(files), ...unusedFaults(files, code)] }
  },
}

/**
 * What one language has and another lacks: files, keys, placeholders, plural forms, words.
 * That a key used by the code exists is the compiler's part: the catalogs' keys are types.
 */
export function translationFaults(files: readonly SourceFile[]): readonly string[] {
  const sets = new Map<string, Map<Language, SourceFile>>()
  for (const file of files) {
    const language = languages.find((each) => new RegExp(`/${each}(/[^/]+)?\\.json$`).test(file.path))
    if (!language) continue
    const name = file.path.replace(new RegExp(`/${language}(/[^/]+)?\\.json$`), '/*$1.json')
    sets.set(name, (sets.get(name) ?? new Map<Language, SourceFile>()).set(language, file))
  }
  return [...sets].flatMap(([name, set]) => setFaults(name, set))
}

function setFaults(name: string, set: ReadonlyMap<Language, SourceFile>): readonly string[] {
  const missing = languages.filter((language) => !set.has(language))
  if (missing.length > 0) return missing.map((language) => `${name.replace('*', language)}: is missing`)
  const entries = new Map(languages.map((language) => [language, flatten(set.get(language)?.text ?? '{}')]))
  const english = entries.get('en') ?? new Map<string, string>()
  return languages.flatMap((language) => {
    const own = entries.get(language) ?? new Map<string, string>()
    const at = name.replace('*', language)
    return [
      ...[...own].filter(([, value]) => value.trim() === '').map(([key]) => `${at}: ${key} is empty`),
      ...(language === 'en' ? [] : comparison(at, english, own)),
      ...pluralFaults(at, language, own),
    ]
  })
}

function comparison(
  at: string,
  english: ReadonlyMap<string, string>,
  own: ReadonlyMap<string, string>,
): readonly string[] {
  const [wanted, found] = [ideas(english), ideas(own)]
  const faults: string[] = []
  for (const key of wanted.keys()) if (!found.has(key)) faults.push(`${at}: ${key} is missing`)
  for (const key of found.keys()) if (!wanted.has(key)) faults.push(`${at}: ${key} is not in English`)
  for (const [key, text] of found) {
    const original = wanted.get(key) ?? text
    if (placeholders(original) !== placeholders(text)) {
      faults.push(
        `${at}: ${key} holds ${placeholders(text) || 'no placeholder'}, English holds ${placeholders(original) || 'none'}`,
      )
    }
  }
  for (const [key, value] of own) {
    if (value === english.get(key) && wordsOf(value).length > SAME_BY_CHANCE)
      faults.push(`${at}: ${key} is the English sentence`)
  }
  return faults
}

/** What is left for a person to read: the names between braces are the same in every language. */
function wordsOf(text: string): string {
  return text.replaceAll(/\{\{[^}]*\}\}/g, '')
}

/** Plural forms of one idea, joined, under the key they share. */
function ideas(entries: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const joined = new Map<string, string>()
  for (const [key, value] of entries) {
    const idea = key.replace(pluralEnd, '')
    joined.set(idea, `${joined.get(idea) ?? ''} ${value}`)
  }
  return joined
}

/** Sorted names; the count itself may be written out as a word. */
function placeholders(text: string): string {
  const names = [...text.matchAll(/\{\{\s*(\w+)[^}]*\}\}|(<\w+>)/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  )
  return [...new Set(names)]
    .filter((name) => name !== 'count')
    .sort()
    .join(' ')
}

function pluralFaults(
  at: string,
  language: Language,
  entries: ReadonlyMap<string, string>,
): readonly string[] {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  const counted = new Set(
    [...entries.keys()].filter((key) => pluralEnd.test(key)).map((key) => key.replace(pluralEnd, '')),
  )
  return [...counted].flatMap((idea) =>
    forms
      .filter((form) => !entries.has(`${idea}_${form}`))
      .map((form) => `${at}: ${idea}_${form} is missing, ${language} needs it`),
  )
}

/** English keys that no text in the code can be. A key put together from parts counts by the parts around its gaps. */
export function unusedFaults(files: readonly SourceFile[], code: readonly SourceFile[]): readonly string[] {
  const texts = new Set<string>()
  const patterns: RegExp[] = []
  for (const { text } of code) {
    const source = withoutComments(text)
    for (const match of source.matchAll(/(["'])((?:\\.|(?!\1)[^\\\n])*)\1/g)) texts.add(match[2] ?? '')
    for (const match of source.matchAll(/(?:\bt\(|i18nKey=\{)\s*`([^`]+)`/g))
      patterns.push(templatePattern(match[1] ?? ''))
  }
  return files
    .filter(({ path }) => path.includes('catalogs/en/'))
    .flatMap(({ path, text }) => {
      const space = path.replace(/^.*\/|\.json$/g, '')
      return [...ideas(flatten(text)).keys()]
        .filter(
          (key) =>
            ![key, `${space}:${key}`].some(
              (name) => texts.has(name) || patterns.some((pattern) => pattern.test(name)),
            ),
        )
        .map((key) => `${path}: ${key} is used nowhere`)
    })
}

function templatePattern(template: string): RegExp {
  const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.+')}$`)
}

function flatten(text: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>()
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string') entries.set(path, value)
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`)
    }
  }
  walk(JSON.parse(text), '')
  return entries
}

import type { Language } from '@cuepoint/domain'
import en from './catalogs/en.json' with { type: 'json' }
import es from './catalogs/es.json' with { type: 'json' }
import th from './catalogs/th.json' with { type: 'json' }
import type { MailTemplate } from './templates.ts'

type Words = { subject: string; lines: string[]; due?: string; button: string; after: string[] }
export type MailCatalog = Readonly<
  Record<MailTemplate, Words> & Record<'greeting' | 'someone' | 'ifNoButton' | 'footer', string>
>

// A template without words in one of the languages does not compile.
export const mailCatalogs: Readonly<Record<Language, MailCatalog>> = { en, es, th }

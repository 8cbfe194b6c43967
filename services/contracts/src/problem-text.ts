import type { ErrorCode, Language } from '@cuepoint/domain'
import en from './problems/en.json' with { type: 'json' }
import es from './problems/es.json' with { type: 'json' }
import th from './problems/th.json' with { type: 'json' }

/** `title` says what happened, `detail` what can be done next. */
export type ProblemText = { title: string; detail: string }

// A code without a sentence in one of the languages does not compile.
const catalogs: Readonly<Record<Language, Readonly<Record<ErrorCode, ProblemText>>>> = { en, es, th }

/** The sentence for a refusal in the reader's language. Kept out of the entry, so that pages do not carry it. */
export const problemText = (code: ErrorCode, language: Language): ProblemText => catalogs[language][code]

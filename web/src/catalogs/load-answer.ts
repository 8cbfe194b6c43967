import type { Language } from '@cuepoint/domain'
import type { Resource } from 'i18next'

/** Only what the answering page says: it comes over a thin line. */
export const loadAnswerCatalogs = async (language: Language): Promise<Resource[string]> => {
  switch (language) {
    case 'en':
      return (await import('./answer-en.ts')).en
    case 'es':
      return (await import('./answer-es.ts')).es
    case 'th':
      return (await import('./answer-th.ts')).th
  }
}

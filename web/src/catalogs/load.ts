import type { Language } from '@cuepoint/domain'
import type { Resource } from 'i18next'

/** One file a language, so that a page fetches the sentences of one language in one request. */
export const loadCatalogs = async (language: Language): Promise<Resource[string]> => {
  switch (language) {
    case 'en':
      return (await import('./en.ts')).en
    case 'es':
      return (await import('./es.ts')).es
    case 'th':
      return (await import('./th.ts')).th
  }
}

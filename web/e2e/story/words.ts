import type { Language } from '@cuepoint/domain'
import { createInstance, type TFunction } from 'i18next'
import { en } from '../../src/catalogs/en.ts'
import { es } from '../../src/catalogs/es.ts'
import { th } from '../../src/catalogs/th.ts'

/** What stands on the pages in one language: the story reads the screen as she does, by its words. */
export async function wordsOf(language: Language): Promise<TFunction> {
  const i18n = createInstance()
  return await i18n.init({
    lng: language,
    resources: { en, es, th },
    defaultNS: 'frame',
    interpolation: { escapeValue: false },
  })
}

import type { Language } from '@cuepoint/domain'
import { createInstance, type i18n as I18n, type Resource } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { deviceLanguage } from './device-language.ts'
import { remember } from './device-memory.ts'

/** Brings the sentences of one language; each entry brings only its own. */
export type CatalogLoader = (language: Language) => Promise<Resource[string]>

/** By the store of sentences: the hook hands out a proxy of the instance, but always the same store. */
const loaders = new WeakMap<I18n['store'], CatalogLoader>()

export async function startLanguage(load: CatalogLoader, language = deviceLanguage()): Promise<I18n> {
  const i18n = createInstance()
  await i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'frame',
    resources: { [language]: await load(language) },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
  loaders.set(i18n.store, load)
  document.documentElement.lang = language
  return i18n
}

/** Shows another language: sentences first, then the switch, so that no key is ever seen. */
export async function switchLanguage(i18n: I18n, language: Language): Promise<void> {
  remember('language', language)
  if (i18n.language === language) return
  const load = loaders.get(i18n.store)
  if (load && !i18n.hasResourceBundle(language, 'frame')) {
    for (const [namespace, sentences] of Object.entries(await load(language))) {
      i18n.addResourceBundle(language, namespace, sentences)
    }
  }
  await i18n.changeLanguage(language)
  document.documentElement.lang = language
}

import { isLanguage, type Language, pickLanguage } from '@cuepoint/domain'
import { recall } from './device-memory.ts'

/** What this device was last set to, else what the browser asks for. */
export function deviceLanguage(): Language {
  const chosen = recall('language')
  return isLanguage(chosen) ? chosen : pickLanguage(navigator.languages.join(','))
}

import { isLanguage, type Language, languages } from '@cuepoint/domain'
import { IconLanguage } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { switchLanguage } from '../lib/language.ts'
import styles from './language-switch.module.css'

/** The platform's own list, each language in its own name. `onChange` also tells the account, where there is one. */
export function LanguageSwitch({ onChange }: { onChange?: (language: Language) => void }) {
  const { t, i18n } = useTranslation()
  return (
    <label className={styles.switch}>
      <IconLanguage aria-hidden size={20} />
      <span className="visually-hidden">{t('language.label')}</span>
      <select
        className={styles.select}
        value={i18n.language}
        onChange={(event) => {
          const language = event.currentTarget.value
          if (!isLanguage(language)) return
          void switchLanguage(i18n, language)
          onChange?.(language)
        }}
      >
        {languages.map((language) => (
          <option key={language} value={language} lang={language}>
            {t(`language.${language}`)}
          </option>
        ))}
      </select>
    </label>
  )
}

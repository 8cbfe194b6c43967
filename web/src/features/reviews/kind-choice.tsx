import { type PromptKind, promptKinds } from '@cuepoint/domain'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { KindIcon } from '../../components/prompt-kind.tsx'
import styles from './prompt-fields.module.css'

/** The four kinds, each with its picture, its word and what it is for. */
export function KindChoice({ kind, onChange }: { kind: PromptKind; onChange: (kind: PromptKind) => void }) {
  const { t } = useTranslation(['reviews', 'kinds'])
  const name = useId()
  return (
    <fieldset className={styles.kinds}>
      <legend className="visually-hidden">{t('kind')}</legend>
      {promptKinds.map((each) => (
        <label key={each} data-kind={each} data-chosen={each === kind}>
          <input
            type="radio"
            name={name}
            className="visually-hidden"
            checked={each === kind}
            aria-describedby={`${name}-help`}
            onChange={() => onChange(each)}
          />
          <KindIcon kind={each} />
          {t(`kinds:${each}.name`)}
        </label>
      ))}
      <p id={`${name}-help`} className={styles.help}>
        {t(`kinds:${kind}.help`)}
      </p>
    </fieldset>
  )
}

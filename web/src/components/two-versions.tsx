import { useTranslation } from 'react-i18next'
import { Press } from './press.tsx'
import styles from './two-versions.module.css'

type Props = {
  mine: string
  theirs: string
  /** Whose the other is, where it is not her own from another device. */
  name?: string | undefined
  onKeepMine: () => void
  onTakeTheirs: () => void
  onJoin: () => void
}

/** Two devices wrote the same thing: both are shown, she picks one or joins them, and nothing is lost. */
export function TwoVersions({ mine, theirs, name, onKeepMine, onTakeTheirs, onJoin }: Props) {
  const { t } = useTranslation('saving')
  return (
    <section className={styles.two} aria-label={t('two.title')}>
      <h3>{name === undefined ? t('two.title') : t('two.someoneTitle', { name })}</h3>
      <p>{t('two.lead')}</p>
      <div className={styles.pair}>
        <div>
          <h4>{t('two.here')}</h4>
          <blockquote>{mine}</blockquote>
          <Press look="secondary" onClick={onKeepMine}>
            {t('two.keepHere')}
          </Press>
        </div>
        <div>
          <h4>{name === undefined ? t('two.there') : t('two.someoneThere', { name })}</h4>
          <blockquote>{theirs}</blockquote>
          <Press look="secondary" onClick={onTakeTheirs}>
            {t('two.keepThere')}
          </Press>
        </div>
      </div>
      <Press look="primary" onClick={onJoin}>
        {t('two.join')}
      </Press>
    </section>
  )
}

/** Both texts as one, the earlier saved one first; one that holds the other stands for both. */
export function joined(saved: string, mine: string): string {
  if (saved.includes(mine.trim())) return saved
  if (mine.includes(saved.trim())) return mine
  return `${saved.trimEnd()}\n\n${mine.trimStart()}`
}

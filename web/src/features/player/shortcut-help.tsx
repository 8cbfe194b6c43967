import { useTranslation } from 'react-i18next'
import styles from './clip-player.module.css'

const always = [
  ['Space', 'K', 'keyToggle'],
  ['J', 'L', 'keyTen'],
  ['←', '→', 'keyFive'],
  ['⇧ ←', '⇧ →', 'keyOne'],
  [',', '.', 'keyFrame'],
  ['M', '', 'keyMute'],
  ['F', '', 'keyFull'],
] as const
const writing = [
  ['Q', '', 'keyPin'],
  ['I', 'O', 'keyRange'],
] as const

export function ShortcutHelp({ canPin }: { canPin: boolean }) {
  const { t } = useTranslation('player')
  const rows = canPin ? [...writing, ...always] : always
  return (
    <dl className={styles.help} aria-label={t('shortcuts')}>
      {rows.map(([first, second, words]) => (
        <div key={words}>
          <dt>
            <kbd>{first === 'Space' ? t('keySpace') : first}</kbd>
            {second !== '' && <kbd>{second}</kbd>}
          </dt>
          <dd>{t(words)}</dd>
        </div>
      ))}
    </dl>
  )
}

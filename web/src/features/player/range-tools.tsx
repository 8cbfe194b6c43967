import { formatTimecode } from '@cuepoint/domain'
import { IconBracketsContainEnd, IconBracketsContainStart } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './clip-player.module.css'

type Props = { inMs: number | null; onIn: () => void; onOut: () => void }

/** The keys I and O for a hand without a keyboard. */
export function RangeTools({ inMs, onIn, onOut }: Props) {
  const { t } = useTranslation('player')
  const from = inMs === null ? '' : formatTimecode(inMs)
  return (
    <div className={styles.rangeTools}>
      {inMs === null ? (
        <button type="button" title={t('rangeStart')} aria-label={t('rangeStartShort')} onClick={onIn}>
          <IconBracketsContainStart size={20} aria-hidden="true" />
          <span className={styles.label}>{t('rangeStartShort')}</span>
        </button>
      ) : (
        <button
          type="button"
          title={t('rangeEnd')}
          aria-label={t('rangeEndShort', { from })}
          data-pending="true"
          onClick={onOut}
        >
          <IconBracketsContainEnd size={20} aria-hidden="true" />
          <span className={styles.brief}>{from} →</span>
          <span className={styles.label}>{t('rangeEndShort', { from })}</span>
        </button>
      )}
    </div>
  )
}

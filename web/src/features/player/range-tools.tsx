import { formatTimecode } from '@cuepoint/domain'
import { IconBracketsContainEnd, IconBracketsContainStart } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './clip-player.module.css'

type Props = { inMs: number | null; onIn: () => void; onOut: () => void }

/** The keys I and O for a hand without a keyboard. */
export function RangeTools({ inMs, onIn, onOut }: Props) {
  const { t } = useTranslation('player')
  return (
    <div className={styles.rangeTools}>
      {inMs === null ? (
        <button type="button" title={t('rangeStart')} onClick={onIn}>
          <IconBracketsContainStart size={20} aria-hidden="true" /> {t('rangeStartShort')}
        </button>
      ) : (
        <button type="button" title={t('rangeEnd')} data-pending="true" onClick={onOut}>
          <IconBracketsContainEnd size={20} aria-hidden="true" />{' '}
          {t('rangeEndShort', { from: formatTimecode(inMs) })}
        </button>
      )}
    </div>
  )
}

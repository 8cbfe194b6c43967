import { useTranslation } from 'react-i18next'
import { useFormat } from '../../lib/reader.tsx'
import type { Sending } from '../../lib/sending/sending-list.ts'
import styles from './send-page.module.css'

/** Whether the file she has picked is safe on this device. */
export function HeldLine({ held }: { held: Sending }) {
  const { t } = useTranslation('clips')
  const format = useFormat()
  const { state, unkept, doneBytes, sizeBytes } = held
  const share = format.percent(sizeBytes === 0 ? 0 : (doneBytes / sizeBytes) * 100)
  return (
    <output className={styles.quiet}>
      {unkept !== undefined
        ? t(unkept === 'no-room' ? 'sending.noRoom' : 'sending.notKept')
        : state === 'keeping'
          ? t('pick.keeping', { share })
          : t('pick.kept')}
    </output>
  )
}

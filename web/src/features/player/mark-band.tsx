import { useTranslation } from 'react-i18next'
import { KindIcon } from '../../components/prompt-kind.tsx'
import type { TimelineMark } from '../../lib/playback.ts'
import styles from './clip-player.module.css'

/** In full screen the page is out of sight, so the prompt comes along. */
export function MarkBand({ mark, onAnswer }: { mark: TimelineMark; onAnswer: () => void }) {
  const { t } = useTranslation(['player', 'kinds'])
  return (
    <div className={styles.band} data-kind={mark.kind}>
      <p>
        <KindIcon kind={mark.kind} /> <strong>{t(`kinds:${mark.kind}.name`)}</strong> {mark.text}
      </p>
      <button type="button" onClick={onAnswer}>
        {t('backToPage')}
      </button>
    </div>
  )
}

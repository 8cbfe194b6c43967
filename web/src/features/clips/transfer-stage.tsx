import { IconPlayerPause, IconPlugConnectedX, IconUpload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { useProblemSentence } from '../../components/problem-message.tsx'
import { useFormat, useNow } from '../../lib/reader.tsx'
import { PickAnother } from './pick-another.tsx'
import { ProgressLine } from './progress-line.tsx'
import styles from './stage.module.css'
import { Stage } from './stage.tsx'
import { paceOf } from './transfer-rate.ts'
import type { Transfer } from './transfers.ts'
import { useTransfers } from './transfers-context.tsx'

/** A silence this long is said, before the browser itself gives up. */
const silentAfterMs = 8_000

/** A file on its way from this tab: bytes, pace, minutes left; what happened when it stops, and one press to go on. */
export function TransferStage({ transfer }: { transfer: Transfer }) {
  const { t } = useTranslation('clips')
  const format = useFormat()
  const now = useNow(1000)
  const sentence = useProblemSentence()
  const transfers = useTransfers()
  const { clipId, state, sentBytes, totalBytes } = transfer

  const running = state === 'sending' || state === 'arriving'
  // A reason that lies with the machine and will pass, not with the file.
  const passing = state === 'refused' && (transfer.problem?.status ?? 0) >= 500
  const silent = state === 'sending' && now - transfer.lastMovedAtMs > silentAfterMs
  const pace = silent || !running ? undefined : paceOf(transfer.samples, totalBytes)
  const sent = t('transfer.sent', { sent: format.bytes(sentBytes), total: format.bytes(totalBytes) })
  const ahead =
    state === 'arriving'
      ? t('transfer.arriving')
      : silent
        ? t('transfer.silent')
        : pace
          ? t('transfer.pace', {
              left: format.span(pace.remainingMs),
              rate: format.bytes(pace.bytesPerSecond),
            })
          : running
            ? t('transfer.measuring')
            : ''
  const icon =
    state === 'cut' || state === 'refused' ? (
      <IconPlugConnectedX size={28} />
    ) : state === 'stopped' ? (
      <IconPlayerPause size={28} />
    ) : (
      <IconUpload size={28} />
    )
  return (
    <Stage
      icon={icon}
      title={t(`transfer.title.${state}`)}
      text={
        state === 'refused' && transfer.problem
          ? sentence(transfer.problem.code)
          : t(`transfer.text.${state === 'refused' ? 'cut' : state}`)
      }
    >
      {state !== 'refused' && (
        <ProgressLine
          percent={totalBytes === 0 ? 0 : (sentBytes / totalBytes) * 100}
          label={t('transfer.label')}
          left={sent}
          right={ahead}
          still={!running || silent}
        />
      )}
      {state === 'refused' && !passing && <PickAnother clipId={clipId} />}
      <div className={styles.actions}>
        {running && (
          <Press look="secondary" onClick={() => transfers.stop(clipId)}>
            {t('transfer.stop')}
          </Press>
        )}
        {(state === 'cut' || state === 'stopped' || passing) && (
          <Press look="primary" onClick={() => transfers.sendAgain(clipId)}>
            {t('transfer.again')}
          </Press>
        )}
        {(state === 'cut' || state === 'stopped') && (
          <Press look="quiet" onClick={() => transfers.forget(clipId)}>
            {t('pick.other')}
          </Press>
        )}
      </div>
    </Stage>
  )
}

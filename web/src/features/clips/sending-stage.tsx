import { Switch } from '@mantine/core'
import {
  IconClockPause,
  IconCloudOff,
  IconDeviceMobileDown,
  IconPlayerPause,
  IconPlugConnectedX,
  IconUpload,
  IconWifi,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { useProblemSentence } from '../../components/problem-message.tsx'
import { useAboutTime } from '../../lib/about-time.ts'
import { keys } from '../../lib/api/queries.ts'
import { useFormat } from '../../lib/reader.tsx'
import type { Sending } from '../../lib/sending/sending-list.ts'
import { giveUpSending, useSendings, useWifiOnly } from '../../lib/sending/sendings-context.tsx'
import { PickAnother } from './pick-another.tsx'
import { ProgressLine } from './progress-line.tsx'
import styles from './stage.module.css'
import { Stage } from './stage.tsx'

type Scene = 'keeping' | 'inLine' | 'away' | 'sending' | 'arriving' | 'paused' | 'for-wifi' | 'refused'

const icons = {
  keeping: IconDeviceMobileDown,
  inLine: IconClockPause,
  away: IconPlugConnectedX,
  sending: IconUpload,
  arriving: IconUpload,
  paused: IconPlayerPause,
  'for-wifi': IconWifi,
  refused: IconCloudOff,
} as const

const sceneOf = ({ state, problem }: Sending): Scene => {
  if (state === 'waiting') return problem ? 'away' : 'inLine'
  return state === 'picked' ? 'inLine' : state
}

/** A file on its way from this device: what of it has arrived, what it waits for, and what she can do. */
export function SendingStage({ sending }: { sending: Sending }) {
  const { t } = useTranslation('clips')
  const client = useQueryClient()
  const format = useFormat()
  const about = useAboutTime()
  const sentence = useProblemSentence()
  const sendings = useSendings()
  const wifiOnly = useWifiOnly()
  const { clipId, sizeBytes, doneBytes, bytesPerSecond, unkept } = sending
  const scene = sceneOf(sending)
  const Icon = icons[scene]
  const canPause = ['sending', 'inLine', 'away', 'for-wifi'].includes(scene)
  const moving = scene === 'sending' || scene === 'keeping' || scene === 'arriving'
  const left = bytesPerSecond ? ((sizeBytes - doneBytes) / bytesPerSecond) * 1_000 : undefined
  const ahead =
    scene === 'arriving'
      ? t('sending.receipt')
      : scene !== 'sending'
        ? ''
        : left === undefined || bytesPerSecond === undefined
          ? t('sending.measuring')
          : t('sending.pace', { left: about(left), rate: format.bytes(bytesPerSecond) })
  const text =
    scene === 'refused' && sending.problem
      ? sentence(sending.problem.code)
      : scene === 'refused'
        ? ''
        : `${t(`sending.text.${scene}`)} ${scene === 'keeping' ? '' : t(unkept === undefined ? 'sending.kept' : unkept === 'no-room' ? 'sending.noRoom' : 'sending.notKept')}`

  const giveUp = async () => {
    await giveUpSending(sendings, clipId)
    await client.invalidateQueries({ queryKey: keys.clip(clipId) })
  }
  return (
    <Stage icon={<Icon size={28} />} title={t(`sending.title.${scene}`)} text={text.trim()}>
      {scene !== 'refused' && (
        <ProgressLine
          percent={sizeBytes === 0 ? 0 : (doneBytes / sizeBytes) * 100}
          label={t(scene === 'keeping' ? 'sending.keptLabel' : 'sending.label')}
          left={t('sending.sent', { sent: format.bytes(doneBytes), total: format.bytes(sizeBytes) })}
          right={ahead}
          still={!moving}
        />
      )}
      {scene === 'refused' && <PickAnother clipId={clipId} />}
      <p className="visually-hidden" aria-live="polite">
        {t(`sending.title.${scene}`)}
      </p>
      {wifiOnly && scene !== 'refused' && (
        <Switch
          label={t('sending.wifiOnly')}
          size="md"
          checked={wifiOnly.on}
          onChange={(event) => wifiOnly.set(event.currentTarget.checked)}
        />
      )}
      <div className={styles.actions}>
        {/* One button that stops and goes on: who uses it by keyboard stays where she is. */}
        {(canPause || scene === 'paused') && (
          <Press
            look={canPause ? 'secondary' : 'primary'}
            onClick={() => void (canPause ? sendings.pause(clipId) : sendings.resume(clipId))}
          >
            {t(canPause ? 'sending.pause' : 'sending.goOn')}
          </Press>
        )}
        {scene === 'away' && (
          <Press look="primary" onClick={() => void sendings.resume(clipId)}>
            {t('sending.tryNow')}
          </Press>
        )}
        {scene === 'paused' && (
          <Press look="quiet" onClick={() => void giveUp()}>
            {t('sending.giveUp')}
          </Press>
        )}
      </div>
    </Stage>
  )
}

import { formatTimecode } from '@cuepoint/domain'
import { Switch } from '@mantine/core'
import {
  IconCameraRotate,
  IconInfoCircle,
  IconPlayerPause,
  IconPlayerRecord,
  IconPlayerStop,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useBlocker, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageHead } from '../../components/page.tsx'
import { Press, pressClass } from '../../components/press.tsx'
import { limitsQuery, meQuery, programQuery } from '../../lib/api/queries.ts'
import { usePageTitle } from '../../lib/page-title.ts'
import { useFormat } from '../../lib/reader.tsx'
import { canRecord } from '../../lib/recording/recorder.ts'
import { useSendings } from '../../lib/sending/sendings-context.tsx'
import { CameraView } from './camera-view.tsx'
import { PlayBack } from './play-back.tsx'
import styles from './record.module.css'
import { RoomTest } from './room-test.tsx'
import { useCamera } from './use-camera.ts'
import { type Taken, useTake } from './use-take.ts'

/** Where nobody has said otherwise: the longest lesson anybody looks at together. */
const LONGEST_MS = 60 * 60_000

/** Films a lesson right here: the room is tried out first, and every second is kept as it comes. */
export function RecordPage() {
  const { t } = useTranslation('record')
  usePageTitle(t('title'))
  return (
    <div className={styles.page}>
      <PageHead title={t('title')} lead={t('lead')} />
      {canRecord() ? <Studio /> : <NotHere />}
    </div>
  )
}

function NotHere() {
  const { t } = useTranslation('record')
  return (
    <div className={styles.panel}>
      <p>{t(window.isSecureContext ? 'notHere' : 'plainHttp')}</p>
      <Link to="/clips/new" className={pressClass({ look: 'primary' })}>
        {t('chooseAFile')}
      </Link>
    </div>
  )
}

function Studio() {
  const { t } = useTranslation('record')
  const format = useFormat()
  const { data: me } = useQuery(meQuery)
  const { data: limits } = useQuery(limitsQuery)
  const camera = useCamera()
  const [practice, setPractice] = useState(false)
  /** She wants another one: what she has is kept until that begins. */
  const [isAside, setAside] = useState(false)
  const longestMs = limits?.maxDurationMs ?? LONGEST_MS
  const take = useTake(camera.stream, me?.id, longestMs)
  const { phase, taken } = take
  const isRunning = phase === 'recording' || phase === 'paused'
  // Inside the app she may go where she likes, and what is recorded by then is kept; a closed window is asked about.
  useBlocker({ shouldBlockFn: () => false, enableBeforeUnload: () => isRunning })

  if (!camera.stream)
    return (
      <div className={styles.panel}>
        {camera.fault === undefined ? <p>{t('ask')}</p> : <p role="alert">{t(`fault.${camera.fault}`)}</p>}
        <div className={styles.ways}>
          <Press look="primary" onClick={() => void camera.open()}>
            {t(camera.fault === undefined ? 'open' : 'openAgain')}
          </Press>
          <Link to="/clips/new" className={pressClass({ look: 'quiet' })}>
            {t('chooseAFile')}
          </Link>
        </div>
      </div>
    )
  return (
    <div className={styles.studio}>
      {taken && !isAside ? (
        <Done taken={taken} end={take.end} onAgain={() => setAside(true)} />
      ) : (
        <>
          <CameraView stream={camera.stream} mirrored={camera.facing === 'user'} />
          <p className={styles.clock} role="timer">
            {isRunning || phase === 'ending'
              ? formatTimecode(take.recordedMs)
              : t('upTo', { span: format.span(longestMs) })}
            {phase === 'paused' && ` · ${t('paused')}`}
          </p>
          {isRunning && (
            <p className={styles.quiet}>
              {practice ? t('practiceOn') : t('safe', { size: format.bytes(take.safeBytes) })}
            </p>
          )}
          <p className="visually-hidden" aria-live="polite">
            {phase === 'recording' ? t('running') : phase === 'paused' ? t('paused') : ''}
          </p>
          <div className={styles.ways}>
            {/* One button that begins and ends: who uses it by keyboard stays where she is. */}
            <Press
              look="primary"
              busy={phase === 'ending'}
              onClick={() => {
                if (isRunning) return take.stop()
                setAside(false)
                void take.start(practice)
              }}
            >
              {isRunning ? (
                <IconPlayerStop size={20} aria-hidden />
              ) : (
                <IconPlayerRecord size={20} aria-hidden />
              )}{' '}
              {t(isRunning ? 'stop' : practice ? 'practise' : 'record')}
            </Press>
            {isRunning ? (
              <Press look="secondary" onClick={phase === 'paused' ? take.resume : take.pause}>
                <IconPlayerPause size={20} aria-hidden /> {t(phase === 'paused' ? 'resume' : 'pause')}
              </Press>
            ) : (
              <Press
                look="quiet"
                onClick={() => void camera.open(camera.facing === 'user' ? 'environment' : 'user')}
              >
                <IconCameraRotate size={20} aria-hidden /> {t('otherCamera')}
              </Press>
            )}
          </div>
          {taken && (
            <p className={styles.quiet}>
              {t('aside')}{' '}
              <Press look="quiet" onClick={() => setAside(false)}>
                {t('back')}
              </Press>
            </p>
          )}
          <Reminder programId={me?.programs[0]?.id} />
          {!isRunning && (
            <>
              <Switch
                size="md"
                label={t('practice')}
                description={t('practiceHint')}
                checked={practice}
                onChange={(event) => setPractice(event.currentTarget.checked)}
              />
              <p className={styles.quiet}>{t('framing')}</p>
              <RoomTest stream={camera.stream} disabled={phase !== 'idle'} />
            </>
          )}
        </>
      )}
    </div>
  )
}

/** Who may not be filmed, where she looks when she presses the button. */
function Reminder({ programId }: { programId: string | undefined }) {
  const { t } = useTranslation('record')
  const { data: program } = useQuery({ ...programQuery(programId ?? ''), enabled: programId !== undefined })
  const words = program?.filmingNote ?? ''
  return (
    <p className={styles.reminder}>
      <IconInfoCircle size={22} aria-hidden />
      <span>{words === '' ? t('reminder') : words}</span>
    </p>
  )
}

function Done({
  taken,
  end,
  onAgain,
}: {
  taken: Taken
  end: ReturnType<typeof useTake>['end']
  onAgain: () => void
}) {
  const { t } = useTranslation('record')
  const format = useFormat()
  const navigate = useNavigate()
  const sendings = useSendings()
  const { data: me } = useQuery(meQuery)
  const words = useRef<HTMLParagraphElement>(null)
  // The button she pressed is gone; from here the next one is what to do with it.
  useEffect(() => words.current?.focus(), [])
  const goOn = async (): Promise<void> => {
    if (!taken.kept && me) {
      const { clipId, bytes, name } = taken
      const words = { programId: '', title: '', note: '' }
      void sendings.pick(clipId, me.id, new File([bytes], name, { type: bytes.type }), words)
    }
    await navigate({ to: '/clips/new' })
  }
  return (
    <>
      {end !== undefined && <p role="alert">{t(`end.${end}`)}</p>}
      <PlayBack bytes={taken.bytes} label={t('played')} />
      <p ref={words} tabIndex={-1} className={styles.quiet}>
        {t(taken.practice ? 'donePractice' : taken.kept ? 'doneKept' : 'doneNotKept', {
          span: formatTimecode(taken.recordedMs),
          size: format.bytes(taken.bytes.size),
        })}
      </p>
      <div className={styles.ways}>
        {!taken.practice && (
          <Press look="primary" onClick={() => void goOn()}>
            {t('goOn')}
          </Press>
        )}
        <Press look={taken.practice ? 'primary' : 'secondary'} onClick={onAgain}>
          {t('again')}
        </Press>
      </div>
    </>
  )
}

import { nowMs } from '@cuepoint/domain'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { recordingKind, type Recorder, startRecorder } from '../../lib/recording/recorder.ts'
import { useFormat } from '../../lib/reader.tsx'
import { PlayBack } from './play-back.tsx'
import styles from './record.module.css'

const TEST_MS = 10_000

type Step =
  | { readonly at: 'offered' }
  | { readonly at: 'listening' }
  | { readonly at: 'heard' | 'not-well'; readonly bytes: Blob }

/** Ten seconds of the room, to hear before the lesson what the coach will hear after it. Nothing of it is kept. */
export function RoomTest({ stream, disabled }: { stream: MediaStream; disabled: boolean }) {
  const { t } = useTranslation('record')
  const format = useFormat()
  const [step, setStep] = useState<Step>({ at: 'offered' })
  const recorder = useRef<Recorder>(undefined)
  useEffect(() => () => void recorder.current?.stop(), [])

  const listen = async (): Promise<void> => {
    const pieces: Blob[] = []
    setStep({ at: 'listening' })
    const running = await new Promise<Recorder>((over) => {
      const started = startRecorder({
        stream,
        nowMs,
        onPiece: (piece) => pieces.push(piece),
        onEnded: () => over(started),
      })
      recorder.current = started
      setTimeout(() => over(started), TEST_MS)
    })
    await running.stop()
    setStep({ at: 'heard', bytes: new Blob(pieces, { type: recordingKind().type ?? 'video/webm' }) })
  }

  if (step.at === 'listening')
    return <output className={styles.test}>{t('test.listening', { span: format.span(TEST_MS) })}</output>
  return (
    <div className={styles.test}>
      {step.at === 'offered' ? (
        <p>{t('test.lead')}</p>
      ) : (
        <>
          <PlayBack bytes={step.bytes} label={t('test.played')} />
          <p>{t(step.at === 'heard' ? 'test.question' : 'test.advice')}</p>
        </>
      )}
      <div className={styles.ways}>
        <Press look="secondary" disabled={disabled} onClick={() => void listen()}>
          {t(step.at === 'offered' ? 'test.do' : 'test.again')}
        </Press>
        {step.at === 'heard' && (
          <>
            <Press look="quiet" onClick={() => setStep({ at: 'offered' })}>
              {t('test.well')}
            </Press>
            <Press look="quiet" onClick={() => setStep({ ...step, at: 'not-well' })}>
              {t('test.notWell')}
            </Press>
          </>
        )}
      </div>
    </div>
  )
}

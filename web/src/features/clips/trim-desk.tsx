import { formatTimecode } from '@cuepoint/domain'
import { useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { useAboutTime } from '../../lib/about-time.ts'
import { showFile } from '../../lib/local-media.ts'
import { useFormat } from '../../lib/reader.tsx'
import { sizeChoices, targetOf } from '../../lib/shrinking/sizes.ts'
import { ProgressLine } from './progress-line.tsx'
import styles from './trim-desk.module.css'
import { type Shrinking, stillCount } from './use-shrinking.ts'

const STEP_SECONDS = 0.1
const SHORTEST_SECONDS = 1

/** Which minutes go, how large, and how long that will take on this line. */
export function TrimDesk({ shrinking, file }: { shrinking: Shrinking; file: File }) {
  const { t } = useTranslation('clips')
  const format = useFormat()
  const about = useAboutTime()
  const name = useId()
  const { state, facts, choice, done, fault } = shrinking
  if (state === 'not-here') return <p className={styles.quiet}>{t('trim.notHere')}</p>
  if (!facts) return null
  if (done !== undefined)
    return (
      <div className={styles.desk}>
        <ProgressLine
          percent={done * 100}
          label={t('trim.making')}
          left={t('trim.making')}
          right={format.percent(done * 100)}
        />
        <div>
          <Press look="secondary" onClick={shrinking.cancel}>
            {t('trim.cancel')}
          </Press>
        </div>
      </div>
    )
  return (
    <div className={styles.desk}>
      <Minutes shrinking={shrinking} file={file} />
      <fieldset className={styles.sizes}>
        <legend>{t('trim.size')}</legend>
        {sizeChoices
          .filter((each) => each === 'original' || targetOf(facts, each) !== undefined)
          .map((each) => {
            const { bytes, seconds } = shrinking.estimate(each)
            const size = format.bytes(bytes)
            return (
              <label key={each} className={styles.size}>
                <input
                  type="radio"
                  name={name}
                  checked={choice === each}
                  onChange={() => shrinking.choose(each)}
                />
                <span>
                  <strong>{t(`trim.choice.${each}`)}</strong>{' '}
                  {seconds === undefined
                    ? t('trim.estimateBytes', { size })
                    : t('trim.estimate', { size, time: about(seconds * 1_000) })}
                </span>
              </label>
            )
          })}
      </fieldset>
      {fault !== undefined && (
        <div role="alert" className={styles.fault}>
          <p>{t(fault === 'no-room' ? 'trim.noRoom' : 'trim.broke')}</p>
          <Press look="secondary" onClick={shrinking.asFilmed}>
            {t('trim.asFilmed')}
          </Press>
        </div>
      )}
    </div>
  )
}

/** The strip, the picture at the handle that was moved last, and the two moments. */
function Minutes({ shrinking, file }: { shrinking: Shrinking; file: File }) {
  const { t } = useTranslation('clips')
  const video = useRef<HTMLVideoElement>(null)
  const { facts, stills, trim, cut } = shrinking
  const length = facts?.durationSeconds ?? 0
  useEffect(() => {
    if (video.current) return showFile(video.current, file)
  }, [file])
  const show = (seconds: number): void => {
    if (video.current) video.current.currentTime = seconds
  }
  const from = (seconds: number): void => {
    const fromSeconds = Math.max(0, Math.min(seconds, trim.toSeconds - SHORTEST_SECONDS))
    cut({ ...trim, fromSeconds })
    show(fromSeconds)
  }
  const to = (seconds: number): void => {
    const toSeconds = Math.min(length, Math.max(seconds, trim.fromSeconds + SHORTEST_SECONDS))
    cut({ ...trim, toSeconds })
    show(toSeconds)
  }
  const at = (): number => video.current?.currentTime ?? 0
  return (
    <div className={styles.minutes}>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- nobody has written down yet what is said in it */}
      <video ref={video} className={styles.preview} controls playsInline aria-label={t('trim.preview')} />
      <div className={styles.strip} aria-hidden>
        {Array.from({ length: stillCount }, (_, n) => {
          const second = (length * (n + 0.5)) / stillCount
          const isIn = second >= trim.fromSeconds && second <= trim.toSeconds
          return (
            <span key={second} className={styles.still} data-in={isIn}>
              {stills[n] !== undefined && <img src={stills[n]} alt="" />}
            </span>
          )
        })}
      </div>
      <Handle label={t('trim.from')} seconds={trim.fromSeconds} length={length} onMove={from} />
      <Handle label={t('trim.to')} seconds={trim.toSeconds} length={length} onMove={to} />
      <div className={styles.ways}>
        <Press look="quiet" onClick={() => from(at())}>
          {t('trim.fromHere')}
        </Press>
        <Press look="quiet" onClick={() => to(at())}>
          {t('trim.toHere')}
        </Press>
      </div>
      <p className={styles.quiet} aria-live="polite">
        {t('trim.goes', { length: formatTimecode((trim.toSeconds - trim.fromSeconds) * 1_000) })}
      </p>
    </div>
  )
}

function Handle({
  label,
  seconds,
  length,
  onMove,
}: {
  label: string
  seconds: number
  length: number
  onMove: (seconds: number) => void
}) {
  const id = useId()
  const moment = formatTimecode(seconds * 1_000)
  return (
    <label className={styles.handle} htmlFor={id}>
      <span>
        {label} {moment}
      </span>
      <input
        id={id}
        type="range"
        min={0}
        max={length}
        step={STEP_SECONDS}
        value={seconds}
        aria-valuetext={moment}
        onChange={(event) => onMove(Number(event.currentTarget.value))}
      />
    </label>
  )
}

import { formatTimecode } from '@cuepoint/domain'
import {
  IconAdjustmentsHorizontal,
  IconKeyboard,
  IconMaximize,
  IconMinimize,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRewindBackward10,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './controls.module.css'
import { type Engine, type EngineState, type Quality } from './engine.ts'
import { useShownMs } from './use-engine.ts'

const speeds = [0.5, 0.75, 1, 1.25, 1.5, 2]

type Props = {
  engine: Engine | undefined
  state: EngineState
  startMs: number
  durationMs: number
  hasAudio: boolean
  isFull: boolean
  helpOpen: boolean
  onToggle: () => void
  onSkip: (byMs: number) => void
  onFullScreen: () => void
  onHelp: () => void
  children?: ReactNode
}

export function Controls(props: Props) {
  const { engine, state, durationMs, hasAudio } = props
  const { t, i18n } = useTranslation('player')
  const [open, setOpen] = useState(false)
  const silent = state.muted || state.volume === 0
  const speedName = (speed: number) => `${new Intl.NumberFormat(i18n.language).format(speed)}×`

  return (
    <div className={styles.controls} data-open={open}>
      <IconButton name={t(state.playing ? 'pause' : 'play')} onPress={props.onToggle} strong>
        {state.playing ? <IconPlayerPauseFilled size={22} /> : <IconPlayerPlayFilled size={22} />}
      </IconButton>
      <IconButton name={t('back10')} onPress={() => props.onSkip(-10_000)}>
        <IconRewindBackward10 size={22} />
      </IconButton>
      <Clock engine={engine} startMs={props.startMs} durationMs={durationMs} />
      <span className={styles.gap} />
      {props.children}
      {hasAudio && (
        <IconButton
          name={t(silent ? 'unmute' : 'mute')}
          onPress={() => engine?.setVolume(state.volume === 0 ? 1 : state.volume, !silent)}
        >
          {silent ? <IconVolumeOff size={22} /> : <IconVolume size={22} />}
        </IconButton>
      )}
      <span className={styles.opener}>
        <IconButton name={t('settings')} onPress={() => setOpen(!open)} expanded={open}>
          <IconAdjustmentsHorizontal size={22} />
        </IconButton>
      </span>
      <div className={styles.settings}>
        {hasAudio && (
          <label className={styles.volume}>
            <span className={styles.word}>{t('volume')}</span>
            <input
              type="range"
              min={0}
              max={100}
              step={5}
              value={silent ? 0 : Math.round(state.volume * 100)}
              aria-label={t('volume')}
              onChange={(event) => {
                const volume = Number(event.currentTarget.value) / 100
                engine?.setVolume(volume, volume === 0)
              }}
            />
          </label>
        )}
        <label>
          <span className={styles.word}>{t('speed')}</span>
          <select
            value={state.speed}
            aria-label={t('speed')}
            onChange={(event) => engine?.setSpeed(Number(event.currentTarget.value))}
          >
            {speeds.map((speed) => (
              <option key={speed} value={speed}>
                {speedName(speed)}
              </option>
            ))}
          </select>
        </label>
        {state.qualities.length > 1 && (
          <label>
            <span className={styles.word}>{t('quality')}</span>
            <select
              value={state.quality}
              aria-label={t('quality')}
              onChange={(event) => {
                const chosen = event.currentTarget.value
                const quality: Quality = chosen === 'auto' ? 'auto' : Number(chosen)
                engine?.setQuality(quality)
              }}
            >
              <option value="auto">{t('qualityAuto')}</option>
              {state.qualities.map((side) => (
                <option key={side} value={side}>
                  {side}p
                </option>
              ))}
            </select>
          </label>
        )}
        <span className={styles.keys}>
          <IconButton name={t('shortcuts')} onPress={props.onHelp} expanded={props.helpOpen}>
            <IconKeyboard size={22} />
          </IconButton>
        </span>
      </div>
      <IconButton name={t(props.isFull ? 'leaveFullScreen' : 'fullScreen')} onPress={props.onFullScreen}>
        {props.isFull ? <IconMinimize size={22} /> : <IconMaximize size={22} />}
      </IconButton>
    </div>
  )
}

function Clock({ engine, startMs, durationMs }: Pick<Props, 'engine' | 'startMs' | 'durationMs'>) {
  const shownMs = useShownMs(engine, startMs, 1000)
  return (
    <span className={styles.clock}>
      {formatTimecode(shownMs)} <span>/ {formatTimecode(durationMs)}</span>
    </span>
  )
}

type ButtonProps = {
  name: string
  onPress: () => void
  expanded?: boolean
  strong?: boolean
  children: ReactNode
}

function IconButton({ name, onPress, expanded, strong = false, children }: ButtonProps) {
  return (
    <button
      type="button"
      className={styles.button}
      data-strong={strong}
      aria-label={name}
      title={name}
      aria-expanded={expanded}
      onClick={onPress}
    >
      {children}
    </button>
  )
}

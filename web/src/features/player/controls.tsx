import type { ClipMedia } from '@cuepoint/contracts'
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
import type { Engine } from './engine.ts'
import type { EngineState } from './engine-state.ts'
import { ListenSwitch, QualityField, SoundField, SpeedField, VolumeField } from './settings-fields.tsx'
import { useShownMs } from './use-engine.ts'

type Props = {
  engine: Engine | undefined
  state: EngineState
  startMs: number
  media: ClipMedia
  isFull: boolean
  helpOpen: boolean
  onToggle: () => void
  onSkip: (byMs: number) => void
  onFullScreen: () => void
  onHelp: () => void
  children?: ReactNode
}

export function Controls(props: Props) {
  const { engine, state, media } = props
  const { durationMs, hasAudio } = media
  const { t } = useTranslation('player')
  const [open, setOpen] = useState(false)
  const silent = state.muted || state.volume === 0

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
        {hasAudio && <VolumeField engine={engine} state={state} />}
        <SpeedField engine={engine} state={state} />
        <QualityField engine={engine} state={state} />
        <SoundField engine={engine} state={state} sounds={media.sounds} />
        {media.listenUrl !== null && <ListenSwitch engine={engine} state={state} />}
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

function Clock({
  engine,
  startMs,
  durationMs,
}: Pick<Props, 'engine' | 'startMs'> & Pick<ClipMedia, 'durationMs'>) {
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

import type { SoundChoice } from '@cuepoint/contracts'
import { IconHeadphones } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './controls.module.css'
import type { Engine } from './engine.ts'
import type { EngineState, Quality } from './engine-state.ts'

const speeds = [0.5, 0.75, 1, 1.25, 1.5, 2]

type Props = { engine: Engine | undefined; state: EngineState }

export function VolumeField({ engine, state }: Props) {
  const { t } = useTranslation('player')
  const silent = state.muted || state.volume === 0
  return (
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
  )
}

export function SpeedField({ engine, state }: Props) {
  const { t, i18n } = useTranslation('player')
  const nameOf = (speed: number) => `${new Intl.NumberFormat(i18n.language).format(speed)}×`
  return (
    <label>
      <span className={styles.word}>{t('speed')}</span>
      <select
        value={state.speed}
        aria-label={t('speed')}
        onChange={(event) => engine?.setSpeed(Number(event.currentTarget.value))}
      >
        {speeds.map((speed) => (
          <option key={speed} value={speed}>
            {nameOf(speed)}
          </option>
        ))}
      </select>
    </label>
  )
}

/** The sizes there are so far; more join while the clip is not complete. */
export function QualityField({ engine, state }: Props) {
  const { t } = useTranslation('player')
  if (state.qualities.length < 2) return null
  return (
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
  )
}

const soundWords = { levelled: 'soundLevelled', original: 'soundOriginal' } as const

/** Made clear for listening, or as it was filmed; nothing to choose where there is only one. */
export function SoundField({ engine, state, sounds }: Props & { sounds: readonly SoundChoice[] }) {
  const { t } = useTranslation('player')
  if (sounds.length < 2) return null
  const shown = sounds.find((sound) => sound === state.sound) ?? sounds[0]
  return (
    <label>
      <span className={styles.word}>{t('sound')}</span>
      <select
        value={shown}
        aria-label={t('sound')}
        onChange={(event) => {
          const chosen = sounds.find((sound) => sound === event.currentTarget.value)
          if (chosen) engine?.setSound(chosen)
        }}
      >
        {sounds.map((sound) => (
          <option key={sound} value={sound}>
            {t(soundWords[sound])}
          </option>
        ))}
      </select>
    </label>
  )
}

/** For the thinnest lines, and for a bus: the sound goes on alone, at the same place. */
export function ListenSwitch({ engine, state }: Props) {
  const { t } = useTranslation('player')
  return (
    <button
      type="button"
      className={styles.listen}
      aria-pressed={state.listening}
      onClick={() => engine?.setListening(!state.listening)}
    >
      <IconHeadphones size={22} aria-hidden="true" />
      {t('listen')}
    </button>
  )
}

import { formatTimecode, parseTimecode } from '@cuepoint/domain'
import { IconArrowBarToDown, IconPlayerPlayFilled, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { type PlayerHandle, playMoment } from '../../lib/playback.ts'
import styles from './prompt-fields.module.css'
import { movedTo, type PromptValue, withEnd, withStart } from './prompt-value.ts'

type Props = {
  value: PromptValue
  player: PlayerHandle | null
  durationMs: number
  onChange: (value: PromptValue) => void
}

/** Where the prompt is pinned: typed, taken from where the clip is now, or played to check. */
export function MomentFields({ value, player, durationMs, onChange }: Props) {
  const { t } = useTranslation('reviews')
  const { endMs } = value
  return (
    <div className={styles.moment}>
      <Press
        look="secondary"
        icon
        aria-label={t('playThis')}
        title={t('playThis')}
        onClick={() => player && playMoment(player, value)}
      >
        <IconPlayerPlayFilled size={18} aria-hidden="true" />
      </Press>
      <TimecodeField
        label={t('start')}
        atMs={value.atMs}
        durationMs={durationMs}
        onChange={(atMs) => onChange(withStart(value, atMs))}
      />
      {endMs === null ? (
        <Press look="quiet" onClick={() => onChange(withEnd(value, Math.min(durationMs, value.atMs + 5000)))}>
          {t('addEnd')}
        </Press>
      ) : (
        <>
          <span aria-hidden="true">–</span>
          <TimecodeField
            label={t('end')}
            atMs={endMs}
            durationMs={durationMs}
            onChange={(next) => onChange(withEnd(value, next))}
          />
          <Press
            look="quiet"
            icon
            aria-label={t('onlyMoment')}
            title={t('onlyMoment')}
            onClick={() => onChange(withEnd(value, null))}
          >
            <IconX size={18} aria-hidden="true" />
          </Press>
        </>
      )}
      <Press look="quiet" onClick={() => player && onChange(movedTo(value, player.currentMs(), durationMs))}>
        <IconArrowBarToDown size={18} aria-hidden="true" /> {t('moveHere')}
      </Press>
    </div>
  )
}

type FieldProps = { label: string; atMs: number; durationMs: number; onChange: (atMs: number) => void }

/** A timecode to type. What cannot be read goes back to what was there. */
function TimecodeField({ label, atMs, durationMs, onChange }: FieldProps) {
  const [typed, setTyped] = useState<string>()
  const take = () => {
    const readMs = typed === undefined ? undefined : parseTimecode(typed)
    setTyped(undefined)
    if (readMs !== undefined && readMs <= durationMs && readMs !== atMs) onChange(readMs)
  }
  return (
    <input
      className={styles.timecode}
      aria-label={label}
      title={label}
      inputMode="decimal"
      autoComplete="off"
      size={7}
      value={typed ?? formatTimecode(atMs, { tenths: true })}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take()
      }}
    />
  )
}

import { useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import field from '../../components/field.module.css'
import { joined, TwoVersions } from '../../components/two-versions.tsx'
import type { PlayerHandle } from '../../lib/playback.ts'
import { KindChoice } from './kind-choice.tsx'
import { MomentFields } from './moment-fields.tsx'
import styles from './prompt-fields.module.css'
import type { PromptInHand } from './use-prompts.ts'

const starters = ['a', 'b', 'c'] as const

type Props = {
  prompt: PromptInHand
  player: PlayerHandle | null
  durationMs: number
  /** Whether the words take the focus, as right after Q. */
  takeFocus: boolean
}

/** One prompt being written. */
export function PromptFields({ prompt, player, durationMs, takeFocus }: Props) {
  const { t } = useTranslation('reviews')
  const { state, autosave } = prompt
  const { value, theirs } = state
  const id = useId()
  const words = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (takeFocus) words.current?.focus()
  }, [takeFocus])

  const begin = (starter: string) => {
    autosave.change({ ...value, text: starter })
    const area = words.current
    area?.focus()
    // After React has put the words in, so that she goes on writing behind them.
    requestAnimationFrame(() => area?.setSelectionRange(starter.length, starter.length))
  }
  return (
    <div className={styles.fields}>
      <KindChoice kind={value.kind} onChange={(kind) => autosave.change({ ...value, kind })} />
      {theirs && (
        <TwoVersions
          mine={value.text}
          theirs={theirs.value.text}
          onKeepMine={() => autosave.choose(value)}
          onTakeTheirs={() => autosave.choose(theirs.value)}
          onJoin={() => autosave.choose({ ...value, text: joined(theirs.value.text, value.text) })}
        />
      )}
      <div className={field.field}>
        <label htmlFor={id} className="visually-hidden">
          {t('question')}
        </label>
        <textarea
          ref={words}
          id={id}
          className={field.area}
          value={value.text}
          rows={3}
          maxLength={2000}
          placeholder={t('questionHint')}
          onChange={(event) => autosave.change({ ...value, text: event.currentTarget.value })}
          onBlur={() => void autosave.flush()}
        />
      </div>
      {value.text.trim() === '' && (
        <ul className={styles.starters} aria-label={t('starters')}>
          {starters.map((each) => {
            const starter = t(`starter.${value.kind}.${each}`)
            return (
              <li key={each}>
                <button type="button" onClick={() => begin(starter)}>
                  {starter}
                </button>
              </li>
            )
          })}
        </ul>
      )}
      <MomentFields
        value={value}
        player={player}
        durationMs={durationMs}
        onChange={(next) => autosave.change(next)}
      />
      <label className={field.check}>
        <input
          type="checkbox"
          checked={value.required}
          onChange={(event) => autosave.change({ ...value, required: event.currentTarget.checked })}
        />
        {t('required')}
      </label>
    </div>
  )
}

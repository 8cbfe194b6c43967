import { IconMessages, IconRepeat } from '@tabler/icons-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MomentPress } from '../../components/moment-press.tsx'
import { Press } from '../../components/press.tsx'
import { KindTag } from '../../components/prompt-kind.tsx'
import { SaveLine } from '../../components/save-line.tsx'
import { joined, TwoVersions } from '../../components/two-versions.tsx'
import styles from './prompt-step.module.css'
import type { AnswerInHand } from './use-drafts.ts'

type Props = {
  answer: AnswerInHand
  coachName: string
  /** Takes the focus when she has just come here, so that a screen reader begins with the question. */
  takeFocus: boolean
  onPlay: (loop: boolean) => void
  onPause: () => void
}

/** One question, her answer to it, and the moment it is about. */
export function PromptStep({ answer, coachName, takeFocus, onPlay, onPause }: Props) {
  const { t } = useTranslation(['answers', 'kinds'])
  const { prompt, state, autosave } = answer
  const { value } = state
  const [looping, setLooping] = useState(false)
  const fieldId = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (takeFocus) heading.current?.focus({ preventScroll: true })
  }, [takeFocus])

  const talk = value.way === 'talk'
  const { theirs } = state
  return (
    <section className={styles.step} aria-labelledby={`${fieldId}-prompt`}>
      <div className={styles.about}>
        <KindTag kind={prompt.kind} />
        <span className={styles.moment}>
          {prompt.endMs !== null && (
            <Press
              look="quiet"
              icon
              aria-pressed={looping}
              aria-label={t('loop')}
              title={t('loop')}
              className={styles.loop}
              onClick={() => {
                setLooping(!looping)
                if (looping) onPause()
                else onPlay(true)
              }}
            >
              <IconRepeat size={20} aria-hidden="true" />
            </Press>
          )}
          <MomentPress moment={prompt} look="secondary" onPress={() => onPlay(looping)} />
        </span>
      </div>
      <h2 id={`${fieldId}-prompt`} ref={heading} tabIndex={-1} className={styles.prompt}>
        {prompt.text}
      </h2>

      {theirs && (
        <TwoVersions
          mine={value.text}
          theirs={theirs.value.text}
          onKeepMine={() => autosave.choose(value)}
          onTakeTheirs={() => autosave.choose(theirs.value)}
          onJoin={() => autosave.choose({ way: value.way, text: joined(theirs.value.text, value.text) })}
        />
      )}

      <div className={styles.answer}>
        <label htmlFor={fieldId}>{t('yourAnswer')}</label>
        {!prompt.required && <span className={styles.optional}>{t('optional')}</span>}
        <textarea
          id={fieldId}
          value={value.text}
          rows={4}
          maxLength={10_000}
          placeholder={t('placeholder')}
          onChange={(event) => autosave.change({ way: value.way, text: event.currentTarget.value })}
          onBlur={() => void autosave.flush()}
        />
        <div className={styles.under}>
          {state.version === 0 && state.status === 'saved' ? (
            <span className={styles.private}>{t('private')}</span>
          ) : (
            <SaveLine state={state} />
          )}
        </div>
        <button
          type="button"
          className={styles.rather}
          aria-pressed={talk}
          onClick={() => autosave.change({ way: talk ? 'text' : 'talk', text: value.text })}
        >
          <IconMessages size={20} aria-hidden="true" />
          {t('rather')}
        </button>
        {talk && <p className={styles.private}>{t('ratherOn', { name: coachName })}</p>}
      </div>
    </section>
  )
}

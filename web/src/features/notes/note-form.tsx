import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import field from '../../components/field.module.css'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import styles from './moment-notes.module.css'

type Props = {
  label: string
  text: string
  save: string
  busy: boolean
  error: unknown
  takeFocus?: boolean
  /** Stands before the buttons. */
  children?: ReactNode
  onText: (text: string) => void
  onSave: () => void
  onCancel?: () => void
}

/** Words for a note, a reply or a change; what is in it stays until it has been saved. */
export function NoteForm(props: Props) {
  const { t } = useTranslation('notes')
  const { text, busy, takeFocus = false, onCancel } = props
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (takeFocus) area.current?.focus()
  }, [takeFocus])
  const empty = text.trim() === ''
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy && !empty) props.onSave()
      }}
    >
      <label htmlFor={id} className="visually-hidden">
        {props.label}
      </label>
      <textarea
        ref={area}
        id={id}
        className={field.area}
        rows={2}
        maxLength={4000}
        placeholder={props.label}
        value={text}
        onChange={(event) => props.onText(event.currentTarget.value)}
      />
      {props.error != null && <ProblemMessage error={props.error} />}
      <div className={styles.actions}>
        {props.children}
        {onCancel && (
          <Press look="quiet" onClick={onCancel}>
            {t('cancel')}
          </Press>
        )}
        <Press type="submit" look="secondary" busy={busy} disabled={empty}>
          {props.save}
        </Press>
      </div>
    </form>
  )
}

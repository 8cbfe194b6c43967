import { createContext, type FormEvent, type ReactNode, useContext, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type FieldFault, faultsOf } from './field-fault.ts'
import styles from './narrow-page.module.css'

type Faults = Readonly<Record<string, FieldFault>>
const Faulty = createContext<Faults>({})

/**
 * A form that stays on the page. What is missing is said beside its field, in the reader's language: the browser's
 * own bubbles speak the browser's.
 */
export function PlainForm({
  onSubmit,
  children,
}: {
  onSubmit: (fields: FormData) => void
  children: ReactNode
}) {
  const [faults, setFaults] = useState<Faults>({})
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const found = faultsOf(form)
    setFaults(Object.fromEntries(found.map(({ name, fault }) => [name, fault])))
    const [first] = found
    if (first) first.element.focus()
    else onSubmit(new FormData(form))
  }
  return (
    <Faulty value={faults}>
      <form noValidate className={styles.form} onSubmit={submit}>
        {children}
      </form>
    </Faulty>
  )
}

/** What to say under a field after the form was sent with it unfinished. */
export function useFieldFault(name: string): string | undefined {
  const { t } = useTranslation()
  const fault = useContext(Faulty)[name]
  return fault && t(`field.${fault.kind}`, { count: fault.least })
}

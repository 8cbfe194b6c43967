import { Textarea, TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

type Field = { readonly value: string; readonly onChange: (value: string) => void }

/** A clip's title, in as many characters as the API takes. */
export function TitleField({ value, onChange, takeFocus = false }: Field & { readonly takeFocus?: boolean }) {
  const { t } = useTranslation('clips')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (takeFocus) field.current?.focus()
  }, [takeFocus])
  return (
    <TextInput
      ref={field}
      label={t('title')}
      required
      withAsterisk={false}
      maxLength={200}
      size="md"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** The note that goes with a clip to its coach. */
export function NoteField({ value, onChange, hint }: Field & { readonly hint?: string }) {
  const { t } = useTranslation('clips')
  return (
    <Textarea
      label={t('note')}
      description={hint}
      maxLength={4000}
      autosize
      minRows={3}
      size="md"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

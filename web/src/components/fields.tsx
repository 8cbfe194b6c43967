import { PasswordInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFieldFault } from './plain-form.tsx'

type Value = { value?: string; onChange?: (value: string) => void }

const controlled = ({ value, onChange }: Value) =>
  value === undefined
    ? {}
    : {
        value,
        onChange: (event: { currentTarget: { value: string } }) => onChange?.(event.currentTarget.value),
      }

/** An e-mail address; `own` when it is the reader's, so that her browser may fill it in. */
export function EmailField({ own = true, ...value }: { own?: boolean } & Value) {
  const { t } = useTranslation('session')
  return (
    <TextInput
      name="email"
      type="email"
      inputMode="email"
      required
      withAsterisk={false}
      autoComplete={own ? 'username' : 'off'}
      autoCapitalize="none"
      spellCheck={false}
      label={t('email')}
      error={useFieldFault('email')}
      size="md"
      {...controlled(value)}
    />
  )
}

export function NameField({ label, ...value }: { label: string } & Value) {
  return (
    <TextInput
      name="name"
      required
      withAsterisk={false}
      maxLength={120}
      autoComplete="name"
      label={label}
      error={useFieldFault('name')}
      size="md"
      {...controlled(value)}
    />
  )
}

/** A password that exists, or a new one, which has to be long enough. */
export function PasswordField({
  label,
  name = 'password',
  fresh = false,
  error,
}: {
  label: string
  name?: string
  fresh?: boolean
  error?: string | undefined
}) {
  const { t } = useTranslation('session')
  const fault = useFieldFault(name)
  return (
    <PasswordInput
      name={name}
      required
      withAsterisk={false}
      maxLength={200}
      {...(fresh && { minLength: 10, description: t('passwordHint') })}
      autoComplete={fresh ? 'new-password' : 'current-password'}
      label={label}
      error={fault ?? error}
      visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
      size="md"
    />
  )
}

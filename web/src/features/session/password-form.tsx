import { Button, PasswordInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { PlainForm } from '../../components/narrow-page.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { useUndo } from '../../components/undo-bar.tsx'
import { request } from '../../lib/api/request.ts'
import { textOf } from './form-text.ts'
import styles from './settings.module.css'

export function PasswordForm({ email }: { email: string }) {
  const { t } = useTranslation('session')
  const offer = useUndo()
  const place = useRef<HTMLDivElement>(null)
  const change = useMutation({
    mutationFn: (body: { currentPassword: string; newPassword: string }) =>
      request('POST /me/password', { body }),
    onSuccess: () => {
      place.current?.querySelector('form')?.reset()
      offer({ message: t('settings.passwordChanged') })
    },
  })
  return (
    <div ref={place}>
      <PlainForm
        onSubmit={(fields) =>
          change.mutate({
            currentPassword: textOf(fields, 'currentPassword'),
            newPassword: textOf(fields, 'newPassword'),
          })
        }
      >
        <input type="hidden" name="email" autoComplete="username" value={email} />
        <PasswordInput
          name="currentPassword"
          required
          withAsterisk={false}
          autoComplete="current-password"
          label={t('settings.currentPassword')}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          size="md"
        />
        <PasswordInput
          name="newPassword"
          required
          withAsterisk={false}
          minLength={10}
          maxLength={200}
          autoComplete="new-password"
          label={t('settings.newPassword')}
          description={t('invitation.passwordHint')}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          size="md"
        />
        {change.isError && <ProblemMessage error={change.error} />}
        <div className={styles.actions}>
          <Button type="submit" variant="default" loading={change.isPending}>
            {t('settings.changePassword')}
          </Button>
        </div>
      </PlainForm>
    </div>
  )
}

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { PasswordField } from '../../components/fields.tsx'
import { PlainForm } from '../../components/plain-form.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { useUndo } from '../../components/undo-bar.tsx'
import { isProblem } from '../../lib/api/problem.ts'
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
  const wrong = isProblem(change.error, 'wrong-credentials')
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
        <PasswordField
          name="currentPassword"
          label={t('settings.currentPassword')}
          error={wrong ? t('settings.currentWrong') : undefined}
        />
        <PasswordField fresh name="newPassword" label={t('settings.newPassword')} />
        {change.isError && !wrong && <ProblemMessage error={change.error} />}
        <div className={styles.actions}>
          <Button type="submit" variant="default" loading={change.isPending}>
            {t('settings.changePassword')}
          </Button>
        </div>
      </PlainForm>
    </div>
  )
}

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmailField, PasswordField } from '../../components/fields.tsx'
import { NarrowPage } from '../../components/narrow-page.tsx'
import { PlainForm } from '../../components/plain-form.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { enter } from './enter.ts'
import { textOf } from './form-text.ts'

export function SignInPage() {
  const { t } = useTranslation('session')
  const { next } = useSearch({ from: '/open/sign-in' })
  const client = useQueryClient()
  const router = useRouter()
  const signIn = useMutation({
    mutationFn: (body: { email: string; password: string }) => request('POST /session', { body }),
    onSuccess: (me) => {
      client.clear()
      client.setQueryData(keys.me, me)
      return enter(router, next)
    },
  })
  return (
    <NarrowPage title={t('signIn.title')} lead={t('signIn.lead')}>
      <PlainForm
        onSubmit={(fields) =>
          signIn.mutate({ email: textOf(fields, 'email').trim(), password: textOf(fields, 'password') })
        }
      >
        {signIn.isError && <ProblemMessage error={signIn.error} />}
        <EmailField />
        <PasswordField label={t('password')} />
        <Button type="submit" fullWidth loading={signIn.isPending}>
          {t('signIn.do')}
        </Button>
      </PlainForm>
      <p>
        <Link to="/reset">{t('signIn.forgotten')}</Link>
      </p>
    </NarrowPage>
  )
}

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmailField, PasswordField } from '../../components/fields.tsx'
import { NarrowPage } from '../../components/narrow-page.tsx'
import { PlainForm } from '../../components/plain-form.tsx'
import { pressClass } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { isProblem } from '../../lib/api/problem.ts'
import { request } from '../../lib/api/request.ts'
import { textOf } from './form-text.ts'
import { forgetLinkToken, useLinkToken } from './link-token.ts'

/** With the secret of a mailed link: choose a new password. Without: ask for the mail. */
export function ResetPage() {
  const token = useLinkToken()
  const [done, setDone] = useState(false)
  if (token === undefined) return done ? <Chosen /> : <AskForLink />
  return (
    <ChoosePassword
      key={token}
      token={token}
      onDone={() => {
        setDone(true)
        forgetLinkToken()
      }}
    />
  )
}

function AskForLink() {
  const { t } = useTranslation('session')
  const ask = useMutation({
    mutationFn: (email: string) => request('POST /password-resets', { body: { email } }),
  })
  if (ask.isSuccess) {
    return (
      <NarrowPage title={t('reset.askedTitle')} lead={t('reset.askedLead')}>
        <Link to="/sign-in" className={pressClass({ look: 'secondary' })}>
          {t('reset.toSignIn')}
        </Link>
      </NarrowPage>
    )
  }
  return (
    <NarrowPage title={t('reset.askTitle')} lead={t('reset.askLead')}>
      <PlainForm onSubmit={(fields) => ask.mutate(textOf(fields, 'email').trim())}>
        {ask.isError && <ProblemMessage error={ask.error} />}
        <EmailField />
        <Button type="submit" fullWidth loading={ask.isPending}>
          {t('reset.ask')}
        </Button>
      </PlainForm>
      <p>
        <Link to="/sign-in">{t('reset.toSignIn')}</Link>
      </p>
    </NarrowPage>
  )
}

function Chosen() {
  const { t } = useTranslation('session')
  return (
    <NarrowPage title={t('reset.doneTitle')} lead={t('reset.doneLead')}>
      <Link to="/sign-in" className={pressClass({ look: 'primary' })}>
        {t('reset.toSignIn')}
      </Link>
    </NarrowPage>
  )
}

function ChoosePassword({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation('session')
  const complete = useMutation({
    mutationFn: (newPassword: string) =>
      request('POST /password-resets/complete', { body: { token, newPassword } }),
    onSuccess: onDone,
  })
  return (
    <NarrowPage title={t('reset.completeTitle')}>
      <PlainForm onSubmit={(fields) => complete.mutate(textOf(fields, 'password'))}>
        {complete.isError && (
          <ProblemMessage error={complete.error}>
            {isProblem(complete.error, 'reset-link-spent') && (
              <Button variant="default" onClick={forgetLinkToken}>
                {t('reset.again')}
              </Button>
            )}
          </ProblemMessage>
        )}
        <PasswordField fresh label={t('settings.newPassword')} />
        <Button type="submit" fullWidth loading={complete.isPending}>
          {t('reset.complete')}
        </Button>
      </PlainForm>
    </NarrowPage>
  )
}

import type { InvitationPreview } from '@cuepoint/contracts'
import { isLanguage } from '@cuepoint/domain'
import { Button } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { NameField, PasswordField } from '../../components/fields.tsx'
import { NarrowPage } from '../../components/narrow-page.tsx'
import { PlainForm } from '../../components/plain-form.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonBar, SkeletonGroup } from '../../components/skeletons.tsx'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { recall } from '../../lib/device-memory.ts'
import { switchLanguage } from '../../lib/language.ts'
import { usePageTitle } from '../../lib/page-title.ts'
import { useFormat } from '../../lib/reader.tsx'
import { enter } from './enter.ts'
import { textOf } from './form-text.ts'
import { forgetLinkToken, useLinkToken } from './link-token.ts'

export function InvitationPage() {
  const { t } = useTranslation('session')
  const token = useLinkToken()
  usePageTitle(t('invitation.loadingTitle'))
  if (token === undefined) {
    return (
      <EmptyState
        level={1}
        icon={<IconMail size={24} />}
        title={t('invitation.noToken')}
        text={t('invitation.noTokenNext')}
      />
    )
  }
  return <Preview key={token} token={token} />
}

function Preview({ token }: { token: string }) {
  const { t, i18n } = useTranslation('session')
  const preview = useQuery({
    // The secret stays out of the key: keys are shown by tools.
    queryKey: ['invitation'],
    gcTime: 0,
    queryFn: () => request('POST /invitations/preview', { body: { token } }),
  })
  // The lead chose a language for her; a choice made on this device goes first.
  const language = preview.data?.language
  useEffect(() => {
    if (language && recall('language') === undefined) void switchLanguage(i18n, language)
  }, [i18n, language])

  if (preview.isError) {
    return (
      <NarrowPage title={t('invitation.loadingTitle')}>
        <ProblemMessage error={preview.error} onTryAgain={() => void preview.refetch()} />
      </NarrowPage>
    )
  }
  if (preview.isPending) {
    return (
      <NarrowPage title={t('invitation.loadingTitle')}>
        <SkeletonGroup>
          <SkeletonBar width="80%" />
          <SkeletonBar height="2.75rem" />
          <SkeletonBar height="2.75rem" />
          <SkeletonBar height="2.75rem" />
        </SkeletonGroup>
      </NarrowPage>
    )
  }
  return <Accept token={token} invitation={preview.data} />
}

function Accept({ token, invitation }: { token: string; invitation: InvitationPreview }) {
  const { t, i18n } = useTranslation(['session', 'frame'])
  const format = useFormat()
  const client = useQueryClient()
  const router = useRouter()
  const accept = useMutation({
    mutationFn: (body: { name: string; password: string }) =>
      request('POST /invitations/accept', {
        body: {
          ...body,
          token,
          language: isLanguage(i18n.language) ? i18n.language : invitation.language,
          timeZone: format.timeZone,
        },
      }),
    onSuccess: async (me) => {
      client.clear()
      client.setQueryData(keys.me, me)
      await enter(router, undefined)
      forgetLinkToken()
    },
  })
  const roles = format.list(invitation.roles.map((role) => t(`frame:role.${role}`)))
  return (
    <NarrowPage
      title={t('invitation.title', { program: invitation.programName })}
      lead={`${t('invitation.as', { roles })} ${t('invitation.for', { email: invitation.email })}`}
    >
      <PlainForm
        onSubmit={(fields) =>
          accept.mutate({ name: textOf(fields, 'name').trim(), password: textOf(fields, 'password') })
        }
      >
        {accept.isError && <ProblemMessage error={accept.error} />}
        {invitation.hasAccount && <p>{t('invitation.known')}</p>}
        {/* So that a password keeper stores the right pair. */}
        <input type="hidden" name="email" autoComplete="username" value={invitation.email} />
        <NameField label={t('invitation.name')} />
        <PasswordField
          fresh={!invitation.hasAccount}
          label={t(invitation.hasAccount ? 'password' : 'invitation.newPassword')}
        />
        <Button type="submit" fullWidth loading={accept.isPending}>
          {t('invitation.do')}
        </Button>
      </PlainForm>
    </NarrowPage>
  )
}

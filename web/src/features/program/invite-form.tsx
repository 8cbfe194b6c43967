import type { Invitation } from '@cuepoint/contracts'
import { isLanguage, type Language, languages, type Role } from '@cuepoint/domain'
import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmailField } from '../../components/fields.tsx'
import { PlainForm } from '../../components/plain-form.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { useUndo } from '../../components/undo-bar.tsx'
import { request } from '../../lib/api/request.ts'
import { useKeptText } from '../../lib/kept-text.ts'
import { invitationsQuery } from './program-queries.ts'
import { RolePicks } from './role-picks.tsx'

export function InviteForm({ programId, language: first }: { programId: string; language: Language }) {
  const { t } = useTranslation(['program', 'frame'])
  const client = useQueryClient()
  const offer = useUndo()
  const [email, setEmail, forgetEmail] = useKeptText(`invite.${programId}`)
  const [roles, setRoles] = useState<Role[]>(['teacher'])
  const [language, setLanguage] = useState<Language>(first)
  const invite = useMutation({
    mutationFn: () =>
      request('POST /programs/:programId/invitations', {
        params: { programId },
        body: { email: email.trim(), roles, language },
      }),
    onSuccess: (invitation: Invitation) => {
      setEmail('')
      forgetEmail()
      offer({
        message: t(invitation.mailed ? 'invite.sent' : 'invitations.notMailed', { email: invitation.email }),
      })
      return client.invalidateQueries({ queryKey: invitationsQuery(programId).queryKey })
    },
  })
  return (
    <PlainForm onSubmit={() => invite.mutate()}>
      <EmailField own={false} value={email} onChange={setEmail} />
      <RolePicks label={t('invite.as')} value={roles} onChange={setRoles} />
      <NativeSelect
        label={t('invite.language')}
        size="md"
        value={language}
        data={languages.map((each) => ({ value: each, label: t(`frame:language.${each}`) }))}
        onChange={(event) => {
          const next = event.currentTarget.value
          if (isLanguage(next)) setLanguage(next)
        }}
      />
      {invite.isError && <ProblemMessage error={invite.error} />}
      <Button type="submit" loading={invite.isPending} disabled={roles.length === 0}>
        {t('invite.do')}
      </Button>
    </PlainForm>
  )
}

import type { Invitation } from '@cuepoint/contracts'
import type { Language } from '@cuepoint/domain'
import { IconMail } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonRows } from '../../components/skeletons.tsx'
import { useUndo } from '../../components/undo-bar.tsx'
import { useDelayedRemoval } from '../../components/use-delayed-removal.ts'
import { request } from '../../lib/api/request.ts'
import { useHidden } from '../../lib/out-of-sight.ts'
import { useFormat, useNow } from '../../lib/reader.tsx'
import { InviteForm } from './invite-form.tsx'
import styles from './program.module.css'
import { invitationsQuery } from './program-queries.ts'

export function InvitationsPart({ programId, language }: { programId: string; language: Language }) {
  const { t } = useTranslation('program')
  const hidden = useHidden()
  const invitations = useQuery(invitationsQuery(programId))
  // What was withdrawn is over; what was accepted stands under people.
  const shown = invitations.data?.filter(
    (each) => (each.state === 'open' || each.state === 'expired') && !hidden.has(each.id),
  )
  return (
    <div className={styles.columns}>
      <section className={styles.panel}>
        <h2 className={styles.panelTitle}>{t('invite.title')}</h2>
        <InviteForm programId={programId} language={language} />
      </section>
      <section className={styles.part}>
        <h2 className={styles.panelTitle}>{t('invitations.title')}</h2>
        {invitations.isError && (
          <ProblemMessage error={invitations.error} onTryAgain={() => void invitations.refetch()} />
        )}
        {invitations.isPending && <SkeletonRows picture="2.25rem" />}
        {shown?.length === 0 && <p className={styles.quiet}>{t('invitations.none')}</p>}
        {shown && shown.length > 0 && (
          <ul className={styles.list}>
            {shown.map((invitation) => (
              <InvitationRow key={invitation.id} programId={programId} invitation={invitation} />
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}

function InvitationRow({ programId, invitation }: { programId: string; invitation: Invitation }) {
  const { t } = useTranslation(['program', 'frame'])
  const client = useQueryClient()
  const offer = useUndo()
  const remove = useDelayedRemoval()
  const format = useFormat()
  const now = useNow()
  const { queryKey } = invitationsQuery(programId)
  const params = { programId, invitationId: invitation.id }
  const again = useMutation({
    mutationFn: () => request('POST /programs/:programId/invitations/:invitationId/send', { params }),
    onSuccess: async (next) => {
      await client.invalidateQueries({ queryKey })
      offer({
        message: t(next.mailed ? 'invitations.sentAgain' : 'invitations.notMailed', { email: next.email }),
      })
    },
  })
  // The link in the mail keeps working until the time for Undo is over.
  const withdraw = () =>
    remove({
      id: invitation.id,
      done: t('invitations.withdrawn', { email: invitation.email }),
      notDone: t('invitations.notWithdrawn', { email: invitation.email }),
      remove: () =>
        request('DELETE /programs/:programId/invitations/:invitationId', { params, keepalive: true }),
      refresh: () => client.invalidateQueries({ queryKey }),
    })
  const roles = format.list(invitation.roles.map((role) => t(`frame:role.${role}`)))
  const state =
    invitation.state === 'expired'
      ? t('invitations.expired', { when: format.ago(invitation.expiresAt, now) })
      : invitation.mailed
        ? t('invitations.open', {
            when: format.ago(invitation.createdAt, now),
            until: format.day(invitation.expiresAt, now),
          })
        : t('invitations.notMailed', { email: invitation.email })
  return (
    <li className={styles.item}>
      <div className={styles.row}>
        <span className={styles.mark} aria-hidden>
          <IconMail size={22} />
        </span>
        <div className={styles.words}>
          <span className={styles.name}>{invitation.email}</span>
          <span className={styles.quiet}>
            {roles} · {t(`frame:language.${invitation.language}`)}
          </span>
          <span className={invitation.mailed ? styles.quiet : styles.care}>{state}</span>
        </div>
      </div>
      {again.isError && <ProblemMessage error={again.error} />}
      <div className={styles.actions}>
        <Press look="secondary" busy={again.isPending} onClick={() => again.mutate()}>
          {t('invitations.sendAgain')}
        </Press>
        <Press look="quiet" onClick={withdraw}>
          {t('invitations.withdraw')}
        </Press>
      </div>
    </li>
  )
}

import type { Member } from '@cuepoint/contracts'
import type { Role } from '@cuepoint/domain'
import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../components/avatar.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { PlainForm } from '../../components/plain-form.tsx'
import { Press, pressClass } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonRows } from '../../components/skeletons.tsx'
import { useDelayedRemoval } from '../../components/use-delayed-removal.ts'
import { keys, meQuery } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { useHidden } from '../../lib/out-of-sight.ts'
import { useFormat } from '../../lib/reader.tsx'
import styles from './program.module.css'
import { membersQuery } from './program-queries.ts'
import { RolePicks } from './role-picks.tsx'

export function PeoplePart({ programId }: { programId: string }) {
  const { t } = useTranslation('program')
  const { data: me } = useQuery(meQuery)
  const hidden = useHidden()
  const members = useQuery(membersQuery(programId))
  if (members.isError)
    return <ProblemMessage error={members.error} onTryAgain={() => void members.refetch()} />
  if (!members.data) return <SkeletonRows picture="2.25rem" />
  const shown = members.data.filter((member) => !hidden.has(member.person.id))
  const alone = members.data.every((member) => member.person.id === me?.id)
  return (
    <div className={styles.part}>
      <p className={styles.lead}>{t('people.lead')}</p>
      <ul className={styles.list}>
        {shown.map((member) => (
          <MemberRow
            key={member.person.id}
            programId={programId}
            member={member}
            isMe={member.person.id === me?.id}
          />
        ))}
      </ul>
      {alone && (
        <EmptyState
          icon={<IconUserPlus size={24} />}
          title={t('people.alone.title')}
          text={t('people.alone.text')}
        >
          <Link
            to="/program/$programId"
            params={{ programId }}
            search={{ part: 'invitations' }}
            className={pressClass({ look: 'primary' })}
          >
            {t('invite.title')}
          </Link>
        </EmptyState>
      )}
    </div>
  )
}

function MemberRow({ programId, member, isMe }: { programId: string; member: Member; isMe: boolean }) {
  const { t } = useTranslation(['program', 'frame'])
  const format = useFormat()
  const [editing, setEditing] = useState(false)
  const roleWords = format.list(member.roles.map((role) => t(`frame:role.${role}`)))
  return (
    <li className={styles.item}>
      <div className={styles.row}>
        <Avatar name={member.person.name} />
        <div className={styles.words}>
          <span className={styles.name}>
            {member.person.name}
            {isMe && ` (${t('frame:you')})`}
          </span>
          <span className={styles.quiet}>{roleWords}</span>
          <span className={styles.quiet}>{member.email}</span>
        </div>
        <Press
          look="secondary"
          aria-expanded={editing}
          aria-label={t('people.changeWhom', { name: member.person.name })}
          onClick={() => setEditing(!editing)}
        >
          {editing ? t('frame:close') : t('people.change')}
        </Press>
      </div>
      {editing && (
        <EditMember programId={programId} member={member} isMe={isMe} onDone={() => setEditing(false)} />
      )}
    </li>
  )
}

function EditMember({
  programId,
  member,
  isMe,
  onDone,
}: {
  programId: string
  member: Member
  isMe: boolean
  onDone: () => void
}) {
  const { t } = useTranslation(['program', 'frame'])
  const client = useQueryClient()
  const remove = useDelayedRemoval()
  const [roles, setRoles] = useState<readonly Role[]>(member.roles)
  const params = { programId, personId: member.person.id }
  const refresh = () => client.invalidateQueries({ queryKey: keys.program(programId) })
  const save = useMutation({
    mutationFn: () =>
      request('PATCH /programs/:programId/members/:personId', { params, body: { roles: [...roles] } }),
    onSuccess: async () => {
      await refresh()
      if (isMe) await client.invalidateQueries({ queryKey: keys.me })
      onDone()
    },
  })
  const leave = () =>
    remove({
      id: member.person.id,
      done: t('people.removed', { name: member.person.name }),
      notDone: t('people.notRemoved', { name: member.person.name }),
      remove: () => request('DELETE /programs/:programId/members/:personId', { params, keepalive: true }),
      refresh,
    })
  return (
    <div className={styles.edit}>
      <PlainForm onSubmit={() => save.mutate()}>
        <RolePicks label={t('people.roles')} value={roles} onChange={setRoles} />
        {save.isError && <ProblemMessage error={save.error} />}
        <div className={styles.actions}>
          <Button type="submit" loading={save.isPending} disabled={roles.length === 0}>
            {t('frame:save')}
          </Button>
          {!isMe && (
            <Press look="quiet" onClick={leave}>
              {t('people.remove')}
            </Press>
          )}
        </div>
      </PlainForm>
    </div>
  )
}

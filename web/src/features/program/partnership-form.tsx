import type { Member, NewPartnership, Partnership } from '@cuepoint/contracts'
import { isPartnershipShape, type PartnershipKind, partnershipKinds } from '@cuepoint/domain'
import { Button, Checkbox, NativeSelect, Radio, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PlainForm } from '../../components/plain-form.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { useUndo } from '../../components/undo-bar.tsx'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { partnersFor } from './partners-for.ts'
import styles from './program.module.css'

/** Brings people together: one coach and one teacher, two equals, or a coach and several teachers. */
export function PartnershipForm({
  programId,
  members,
  partnerships,
}: {
  programId: string
  members: readonly Member[]
  partnerships: readonly Partnership[]
}) {
  const { t } = useTranslation('program')
  const client = useQueryClient()
  const offer = useUndo()
  const [kind, setKind] = useState<PartnershipKind>('one-to-one')
  const [firstId, setFirstId] = useState('')
  const [otherIds, setOtherIds] = useState<string[]>([])

  const { firsts, others } = partnersFor(kind, members, firstId)
  const sides: NewPartnership['members'] = [
    ...(firstId === ''
      ? []
      : [{ personId: firstId, side: kind === 'peer' ? ('peer' as const) : ('coach' as const) }]),
    ...otherIds.map((personId) => ({
      personId,
      side: kind === 'peer' ? ('peer' as const) : ('teacher' as const),
    })),
  ]
  const complete = isPartnershipShape(
    kind,
    sides.map((each) => each.side),
  )
  const exists = partnerships.some(
    (each) =>
      each.kind === kind &&
      each.members.length === sides.length &&
      sides.every((side) => each.members.some((member) => member.person.id === side.personId)),
  )
  const make = useMutation({
    mutationFn: () =>
      request('POST /programs/:programId/partnerships', {
        params: { programId },
        body: { kind, members: sides },
      }),
    onSuccess: () => {
      setFirstId('')
      setOtherIds([])
      offer({ message: t('partnership.made') })
      return client.invalidateQueries({ queryKey: keys.program(programId) })
    },
  })
  if (partnersFor('one-to-one', members, '').firsts.length === 0 || members.length < 2) {
    return <p className={styles.quiet}>{t('partnership.needPeople')}</p>
  }
  const choose = (list: readonly Member[]) => [
    { value: '', label: t('partnership.choose') },
    ...list.map(({ person }) => ({ value: person.id, label: person.name })),
  ]
  return (
    <PlainForm onSubmit={() => make.mutate()}>
      <Radio.Group
        label={t('partnership.kindLabel')}
        value={kind}
        onChange={(next) => {
          setKind(partnershipKinds.find((each) => each === next) ?? 'one-to-one')
          setOtherIds([])
        }}
      >
        <Stack gap={0}>
          {partnershipKinds.map((each) => (
            <Radio key={each} value={each} size="md" label={t(`partnership.kind.${each}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <NativeSelect
        label={t(kind === 'peer' ? 'partnership.firstPeer' : 'partnership.coach')}
        size="md"
        value={firstId}
        data={choose(firsts)}
        onChange={(event) => {
          setFirstId(event.currentTarget.value)
          setOtherIds([])
        }}
      />
      {kind === 'group' ? (
        <Checkbox.Group label={t('partnership.teachers')} value={otherIds} onChange={setOtherIds}>
          <Stack gap={0}>
            {others.map(({ person }) => (
              <Checkbox key={person.id} value={person.id} size="md" label={person.name} />
            ))}
          </Stack>
        </Checkbox.Group>
      ) : (
        <NativeSelect
          label={t(kind === 'peer' ? 'partnership.secondPeer' : 'partnership.teacher')}
          size="md"
          value={otherIds[0] ?? ''}
          data={choose(others)}
          onChange={(event) =>
            setOtherIds(event.currentTarget.value === '' ? [] : [event.currentTarget.value])
          }
        />
      )}
      {exists && <p className={styles.quiet}>{t('partnership.exists')}</p>}
      {make.isError && <ProblemMessage error={make.error} />}
      <Button type="submit" loading={make.isPending} disabled={!complete || exists}>
        {t('partnership.make')}
      </Button>
    </PlainForm>
  )
}

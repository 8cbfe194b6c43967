import type { Partnership } from '@cuepoint/contracts'
import { IconUsers } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonRows } from '../../components/skeletons.tsx'
import { useDelayedRemoval } from '../../components/use-delayed-removal.ts'
import { partnershipsQuery } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { useHidden } from '../../lib/out-of-sight.ts'
import { useFormat, useNow } from '../../lib/reader.tsx'
import { PartnershipForm } from './partnership-form.tsx'
import styles from './program.module.css'
import { membersQuery } from './program-queries.ts'

export function PartnershipsPart({ programId }: { programId: string }) {
  const { t } = useTranslation('program')
  const hidden = useHidden()
  const partnerships = useQuery(partnershipsQuery(programId))
  const members = useQuery(membersQuery(programId))
  const problem = partnerships.error ?? members.error
  if (problem) {
    return (
      <ProblemMessage
        error={problem}
        onTryAgain={() => void Promise.all([partnerships.refetch(), members.refetch()])}
      />
    )
  }
  if (!partnerships.data || !members.data) return <SkeletonRows picture="2.25rem" />
  const live = partnerships.data.filter((each) => each.endedAt === null && !hidden.has(each.id))
  return (
    <div className={styles.columns}>
      <section className={styles.panel}>
        <h2 className={styles.panelTitle}>{t('partnership.new')}</h2>
        <PartnershipForm programId={programId} members={members.data} partnerships={live} />
      </section>
      <section className={styles.part}>
        <h2 className={styles.panelTitle}>{t('partnership.list')}</h2>
        {live.length === 0 && <p className={styles.quiet}>{t('partnership.none')}</p>}
        {live.length > 0 && (
          <ul className={styles.list}>
            {live.map((partnership) => (
              <PartnershipRow key={partnership.id} programId={programId} partnership={partnership} />
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}

function PartnershipRow({ programId, partnership }: { programId: string; partnership: Partnership }) {
  const { t } = useTranslation('program')
  const client = useQueryClient()
  const remove = useDelayedRemoval()
  const format = useFormat()
  const now = useNow()
  const namesOn = (side: Partnership['members'][number]['side']) =>
    format.list(partnership.members.filter((each) => each.side === side).map((each) => each.person.name))
  const names =
    partnership.kind === 'peer'
      ? namesOn('peer')
      : t('partnership.pair', { coach: namesOn('coach'), teachers: namesOn('teacher') })
  const end = () =>
    remove({
      id: partnership.id,
      done: t('partnership.ended', { names }),
      notDone: t('partnership.notEnded', { names }),
      remove: () =>
        request('DELETE /programs/:programId/partnerships/:partnershipId', {
          params: { programId, partnershipId: partnership.id },
          keepalive: true,
        }),
      refresh: () => client.invalidateQueries({ queryKey: partnershipsQuery(programId).queryKey }),
    })
  return (
    <li className={styles.item}>
      <div className={styles.row}>
        <span className={styles.mark} aria-hidden>
          <IconUsers size={22} />
        </span>
        <div className={styles.words}>
          <span className={styles.name}>{names}</span>
          <span className={styles.quiet}>
            {t(`partnership.kind.${partnership.kind}`)} ·{' '}
            {t('partnership.since', { day: format.day(partnership.createdAt, now) })}
          </span>
        </div>
        <Press look="secondary" aria-label={t('partnership.endWhom', { names })} onClick={end}>
          {t('partnership.end')}
        </Press>
      </div>
    </li>
  )
}

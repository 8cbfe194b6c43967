import type { Clip, Grant, NewGrant } from '@cuepoint/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../components/avatar.tsx'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonBar, SkeletonGroup } from '../../components/skeletons.tsx'
import { useUndo } from '../../components/undo-bar.tsx'
import { colleaguesQuery, keys, meQuery, partnershipsQuery } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { useFormat, useNow } from '../../lib/reader.tsx'
import styles from './clip-page.module.css'
import { receiversFor } from './receivers.ts'
import { ShareForm } from './share-form.tsx'

/** Who may see the clip, until when, and how to give or take that. Only its owner has this panel. */
export function SharePanel({ clip }: { clip: Clip }) {
  const { t } = useTranslation('clips')
  const params = { clipId: clip.id }
  const client = useQueryClient()
  const offer = useUndo()
  const format = useFormat()
  const { data: me } = useQuery(meQuery)
  const partnerships = useQuery(partnershipsQuery(clip.programId))
  const colleagues = useQuery(colleaguesQuery(clip.programId))
  const grants = useQuery({
    queryKey: keys.grants(clip.id),
    queryFn: async ({ signal }) => (await request('GET /clips/:clipId/grants', { params, signal })).items,
  })
  const refresh = () => {
    void client.invalidateQueries({ queryKey: keys.home })
    return client.invalidateQueries({ queryKey: keys.grants(clip.id) })
  }
  const give = useMutation({
    mutationFn: (body: NewGrant) => request('POST /clips/:clipId/grants', { params, body }),
    onSuccess: refresh,
  })
  // Taken back means at once, everywhere; Undo gives it again.
  const takeBack = useMutation({
    mutationFn: (grant: Grant) =>
      request('DELETE /clips/:clipId/grants/:grantId', { params: { ...params, grantId: grant.id } }),
    onSuccess: (_nothing, grant) => {
      offer({
        message: t('share.takenBack', { names: format.list(grant.people.map((person) => person.name)) }),
        undo: async () => {
          await give.mutateAsync(sameGrant(grant))
        },
      })
      return refresh()
    },
  })

  const problem = grants.error ?? partnerships.error ?? colleagues.error
  if (problem) {
    return (
      <section className={styles.panel}>
        <h2 className={styles.panelTitle}>{t('share.title')}</h2>
        <ProblemMessage
          error={problem}
          onTryAgain={() =>
            void Promise.all([grants.refetch(), partnerships.refetch(), colleagues.refetch()])
          }
        />
      </section>
    )
  }
  const live = grants.data?.filter((grant) => grant.live)
  const ready = live && me && partnerships.data && colleagues.data
  return (
    <section className={styles.panel}>
      <h2 className={styles.panelTitle}>{t('share.title')}</h2>
      {!ready && (
        <SkeletonGroup>
          <SkeletonBar width="70%" />
          <SkeletonBar height="4.25rem" />
          <SkeletonBar height="9rem" />
          <SkeletonBar height="2.75rem" />
        </SkeletonGroup>
      )}
      {ready && (
        <>
          {live.length === 0 && <p className={styles.quiet}>{t('share.nobody')}</p>}
          {live.length > 0 && (
            <ul className={styles.people}>
              {live.map((grant) => (
                <GrantRow
                  key={grant.id}
                  grant={grant}
                  busy={takeBack.isPending && takeBack.variables.id === grant.id}
                  onTakeBack={() => takeBack.mutate(grant)}
                />
              ))}
            </ul>
          )}
          {takeBack.isError && <ProblemMessage error={takeBack.error} />}
          <ShareForm
            receivers={receiversFor({
              meId: me.id,
              partnerships: partnerships.data,
              colleagues: colleagues.data,
              grants: live,
            })}
            open={live.length === 0}
            busy={give.isPending}
            problem={give.error}
            onShare={(grant) => give.mutateAsync(grant)}
          />
        </>
      )}
    </section>
  )
}

function GrantRow({ grant, busy, onTakeBack }: { grant: Grant; busy: boolean; onTakeBack: () => void }) {
  const { t } = useTranslation('clips')
  const format = useFormat()
  const now = useNow()
  const names = format.list(grant.people.map((person) => person.name))
  return (
    <li className={styles.grant}>
      <Avatar name={names} small />
      <span>
        <span className={styles.name}>{names}</span>
        <br />
        <span className={styles.quiet}>
          {t(`share.level.${grant.level}`)}
          {' · '}
          {grant.expiresAt === null
            ? t('share.untilTakenBack')
            : t('share.until', { day: format.day(grant.expiresAt, now) })}
        </span>
      </span>
      <Press
        className={styles.under}
        look="secondary"
        busy={busy}
        aria-label={t('share.takeBackFrom', { names })}
        onClick={onTakeBack}
      >
        {t('share.takeBack')}
      </Press>
    </li>
  )
}

/** The same sight again, for Undo. */
function sameGrant(grant: Grant): NewGrant {
  const receiver =
    grant.partnershipId === null
      ? { personId: grant.people[0]?.id ?? '' }
      : { partnershipId: grant.partnershipId }
  return { ...receiver, level: grant.level, expiresAt: grant.expiresAt }
}

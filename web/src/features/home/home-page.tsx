import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PageHead, Section } from '../../components/page.tsx'
import { pressClass } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonRows } from '../../components/skeletons.tsx'
import { homeQuery, meQuery } from '../../lib/api/queries.ts'
import { usePageTitle } from '../../lib/page-title.ts'
import { ClipStrip } from './clip-strip.tsx'
import { FirstVisit, hasBegun } from './first-visit.tsx'
import { OthersList } from './others-list.tsx'
import { SendingList } from './sending-list.tsx'
import { TeacherTable } from './teacher-table.tsx'
import { WaitingList } from './waiting-list.tsx'

/** What waits for the reader and since when; for a coach, every teacher and whose turn it is. */
export function HomePage() {
  const { t } = useTranslation('home')
  const { data: me } = useQuery(meQuery)
  const home = useQuery(homeQuery)
  usePageTitle(t('title'))
  const roles = new Set(me?.programs.flatMap((program) => program.roles))
  // One primary thing a screen: what waits goes before something new.
  const calm = roles.has('teacher') && home.data?.waiting.length === 0
  const films = roles.has('teacher') || roles.has('coach')

  return (
    <>
      <PageHead
        title={t('hello', { name: me?.name ?? '' })}
        action={
          films &&
          home.data &&
          hasBegun(home.data) && (
            <Link to="/clips/new" className={pressClass({ look: calm ? 'primary' : 'secondary' })}>
              <IconPlus aria-hidden size={20} />
              {t('sendClip')}
            </Link>
          )
        }
      />
      {home.isPending && <SkeletonRows />}
      {home.isError && <ProblemMessage error={home.error} onTryAgain={() => void home.refetch()} />}
      {home.isSuccess && (
        <>
          <SendingList clips={home.data.myClips} />
          <FirstVisit home={home.data} programs={me?.programs ?? []} />
          {home.data.teachers.length > 0 && (
            <Section title={t('teachers.title')}>
              <TeacherTable rows={home.data.teachers} />
            </Section>
          )}
          {hasBegun(home.data) && (
            <Section title={t('waiting.title')}>
              <WaitingList items={home.data.waiting} />
            </Section>
          )}
          {home.data.others.length > 0 && (
            <Section title={t('others.title')}>
              <OthersList reviews={home.data.others} />
            </Section>
          )}
          {home.data.myClips.length > 0 && (
            <Section title={t('myClips')} more={{ to: '/clips', label: t('allClips') }}>
              <ClipStrip clips={home.data.myClips.slice(0, 4)} />
            </Section>
          )}
          {home.data.sharedClips.length > 0 && (
            <Section title={t('sharedClips')} more={{ to: '/clips', label: t('allClips') }}>
              <ClipStrip clips={home.data.sharedClips.slice(0, 4)} />
            </Section>
          )}
        </>
      )}
    </>
  )
}

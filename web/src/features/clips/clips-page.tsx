import type { ClipSummary } from '@cuepoint/contracts'
import { IconChevronRight, IconMovie, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import card from '../../components/card.module.css'
import { ClipStateLine } from '../../components/clip-state-line.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { PageHead, Section } from '../../components/page.tsx'
import { Poster } from '../../components/poster.tsx'
import { pressClass } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonRows } from '../../components/skeletons.tsx'
import { clipsQuery, meQuery } from '../../lib/api/queries.ts'
import { useHidden } from '../../lib/out-of-sight.ts'
import { usePageTitle } from '../../lib/page-title.ts'

/** Her own clips and those shared with her, newest first. */
export function ClipsPage() {
  const { t } = useTranslation(['clips', 'frame'])
  const { data: me } = useQuery(meQuery)
  const clips = useQuery(clipsQuery)
  usePageTitle(t('frame:nav.clips'))
  const films = me?.programs.some((program) => program.roles.some((role) => role !== 'lead')) ?? false
  const hidden = useHidden()
  const shown = clips.data?.filter((clip) => !hidden.has(clip.id)) ?? []
  const mine = shown.filter((clip) => clip.mine)
  const shared = shown.filter((clip) => !clip.mine)
  return (
    <>
      <PageHead
        title={t('frame:nav.clips')}
        action={
          films &&
          clips.data?.length !== 0 && (
            <Link to="/clips/new" className={pressClass({ look: 'primary' })}>
              <IconPlus aria-hidden size={20} />
              {t('send.title')}
            </Link>
          )
        }
      />
      {clips.isPending && <SkeletonRows />}
      {clips.isError && <ProblemMessage error={clips.error} onTryAgain={() => void clips.refetch()} />}
      {clips.isSuccess && clips.data.length === 0 && (
        <EmptyState
          icon={<IconMovie size={24} />}
          title={t('none.title')}
          text={t(films ? 'none.text' : 'none.leadText')}
        >
          {films && (
            <Link to="/clips/new" className={pressClass({ look: 'primary' })}>
              {t('send.title')}
            </Link>
          )}
        </EmptyState>
      )}
      {mine.length > 0 && (
        <Section title={t('list.mine')}>
          <ClipList clips={mine} />
        </Section>
      )}
      {shared.length > 0 && (
        <Section title={t('list.shared')}>
          <ClipList clips={shared} />
        </Section>
      )}
    </>
  )
}

function ClipList({ clips }: { clips: readonly ClipSummary[] }) {
  return (
    <ul className={card.list}>
      {clips.map((clip) => (
        <li key={clip.id} className={card.card}>
          <Link to="/clips/$clipId" params={{ clipId: clip.id }} className={card.row}>
            <Poster url={clip.posterUrl} durationMs={clip.durationMs} />
            <span className={card.words}>
              <span className={card.main}>{clip.title}</span>
              <ClipStateLine clip={clip} />
            </span>
            <IconChevronRight aria-hidden className={card.go} size={20} />
          </Link>
        </li>
      ))}
    </ul>
  )
}

import type { Clip, Discussion, Me } from '@cuepoint/contracts'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ClipDesk, ClipPlace } from '../../components/clip-desk.tsx'
import { LostState } from '../../components/lost-state.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonBar, SkeletonGroup } from '../../components/skeletons.tsx'
import { isProblem } from '../../lib/api/problem.ts'
import { clipQuery, discussionQuery, meQuery } from '../../lib/api/queries.ts'
import { usePageTitle } from '../../lib/page-title.ts'
import type { ClipPlayerProps, PlayerHandle, TimelineMark } from '../../lib/playback.ts'
import { useFormat } from '../../lib/reader.tsx'
import { Agenda } from './agenda.tsx'
import { CloseTalk } from './close-talk.tsx'
import styles from './discussion.module.css'
import { GateCard } from './gate-card.tsx'
import { SharedSummary } from './shared-summary.tsx'
import { StepList } from './step-list.tsx'

export type TalkPlayerProps = Omit<ClipPlayerProps, 'clip' | 'media' | 'title'>

type Slots = {
  renderPlayer: (clip: Clip, props: TalkPlayerProps) => ReactNode
  renderNotes: (clip: Clip, player: PlayerHandle | null) => ReactNode
}

/** `/reviews/:reviewId/talk`: everything both have said, in order, and what they take from it. */
export function DiscussionPage({ reviewId, ...slots }: { reviewId: string } & Slots) {
  const { t } = useTranslation('discussions')
  const { data: me } = useQuery(meQuery)
  const discussion = useQuery(discussionQuery(reviewId))
  const clipId = discussion.data?.clipId
  const { data: clip } = useQuery({ ...clipQuery(clipId ?? ''), enabled: clipId !== undefined })
  usePageTitle(t('pageTitle', { clip: clip?.title ?? '…' }))
  if (isProblem(discussion.error, 'not-found', 'not-allowed')) return <LostState />
  if (!discussion.data || !me) {
    if (discussion.isError) {
      return <ProblemMessage error={discussion.error} onTryAgain={() => void discussion.refetch()} />
    }
    return (
      <SkeletonGroup>
        <ClipDesk clip={<ClipPlace />}>
          <SkeletonBar width="60%" height="1.75rem" />
          <SkeletonBar height="7rem" />
          <SkeletonBar height="9rem" />
        </ClipDesk>
      </SkeletonGroup>
    )
  }
  return <Talk discussion={discussion.data} clip={clip} me={me} {...slots} />
}

type TalkProps = { discussion: Discussion; clip: Clip | undefined; me: Me } & Slots

function Talk({ discussion, clip, me, renderPlayer, renderNotes }: TalkProps) {
  const { t } = useTranslation('discussions')
  const format = useFormat()
  const [player, setPlayer] = useState<PlayerHandle | null>(null)
  const [activeId, setActiveId] = useState<string>()
  const others = [discussion.coach, ...discussion.participants].filter(({ id }) => id !== me.id)
  const marks: TimelineMark[] = discussion.agenda.map(({ prompt, answers }, n) => ({
    ...prompt,
    order: n + 1,
    done: answers.length > 0,
  }))
  const closed = discussion.state === 'closed'
  return (
    <ClipDesk
      clip={
        clip?.media ? (
          renderPlayer(clip, {
            ref: setPlayer,
            marks,
            activeMarkId: activeId,
            positionMs: clip.positionMs,
            onMarkReached: setActiveId,
            onMarkPress: (mark) => {
              setActiveId(mark.id)
              const place = document.getElementById(`${mark.kind === 'note' ? 'note' : 'prompt'}-${mark.id}`)
              place?.scrollIntoView?.({ block: 'nearest' })
            },
          })
        ) : (
          <ClipPlace />
        )
      }
    >
      <div className={styles.head}>
        <h1>{t('title', { names: format.list(others.map(({ name }) => name)) })}</h1>
        {clip && <p>{t('about', { clip: clip.title })}</p>}
      </div>
      <GateCard discussion={discussion} myId={me.id} />
      <Agenda
        discussion={discussion}
        myId={me.id}
        player={player}
        activeId={activeId}
        onActive={setActiveId}
      />
      {clip && renderNotes(clip, player)}
      <SharedSummary key={discussion.reviewId} discussion={discussion} me={me} />
      <StepList discussion={discussion} myId={me.id} />
      {!closed && discussion.openedAt !== null && discussion.coach.id === me.id && (
        <CloseTalk reviewId={discussion.reviewId} />
      )}
    </ClipDesk>
  )
}

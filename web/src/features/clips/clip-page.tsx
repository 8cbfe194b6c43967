import type { Clip } from '@cuepoint/contracts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LostState } from '../../components/lost-state.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonBar, SkeletonGroup } from '../../components/skeletons.tsx'
import { isProblem } from '../../lib/api/problem.ts'
import { clipQuery } from '../../lib/api/queries.ts'
import { usePageTitle } from '../../lib/page-title.ts'
import styles from './clip-page.module.css'
import { ClipStage } from './clip-stage.tsx'
import { ClipWords } from './clip-words.tsx'
import { DamagedNote } from './damaged-note.tsx'
import { DeleteClip } from './delete-clip.tsx'
import { GrowingLine } from './growing-line.tsx'
import { SharePanel } from './share-panel.tsx'
import { ViewerList } from './viewer-list.tsx'

/**
 * One clip. What belongs to other features comes in as slots: the player once the clip can be watched, and what
 * stands beside it (reviews, notes).
 */
export function ClipPage({
  clipId,
  ready = true,
  renderPlayer,
  renderAsked,
  renderNotes,
}: {
  clipId: string
  /** False while what stands beside the clip is still on its way, so that nothing moves when it comes. */
  ready?: boolean
  renderPlayer: (clip: Clip) => ReactNode
  renderAsked?: (clip: Clip) => ReactNode
  renderNotes?: (clip: Clip) => ReactNode
}) {
  const { t } = useTranslation('clips')
  const clip = useQuery(clipQuery(clipId))
  usePageTitle(clip.data?.title ?? t('aClip'))
  if (isProblem(clip.error, 'not-found')) return <LostState />
  if (clip.isError && !clip.data) {
    return <ProblemMessage error={clip.error} onTryAgain={() => void clip.refetch()} />
  }
  if (!clip.data || !ready) return <ClipSkeleton />
  const { data } = clip
  const watchable = data.state === 'ready' && data.media !== null
  return (
    <div className={styles.page}>
      <div className={styles.lesson}>
        <div>
          {watchable ? <div className={styles.player}>{renderPlayer(data)}</div> : <ClipStage clip={data} />}
          {watchable && <GrowingLine clip={data} />}
        </div>
        {watchable && data.mine && data.media?.damaged && <DamagedNote />}
        <ClipWords clip={data} />
      </div>
      <div className={styles.beside}>
        {renderAsked?.(data)}
        {data.mine && <SharePanel clip={data} />}
        {watchable && renderNotes?.(data)}
        {data.mine && watchable && <ViewerList clipId={data.id} />}
        {data.mine && <DeleteClip clip={data} />}
      </div>
    </div>
  )
}

function ClipSkeleton() {
  return (
    <SkeletonGroup>
      <div className={styles.page}>
        <div className={styles.lesson}>
          <span className={styles.skeletonPicture}>
            <SkeletonBar height="100%" />
          </span>
          <SkeletonBar width="50%" height="1.75rem" />
        </div>
        <div className={styles.beside}>
          <SkeletonBar height="9rem" />
          <SkeletonBar height="6rem" />
        </div>
      </div>
    </SkeletonGroup>
  )
}

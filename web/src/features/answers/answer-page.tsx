import type { Clip, Me, Review } from '@cuepoint/contracts'
import { answersAreOpen } from '@cuepoint/domain'
import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, isProblem } from '../../lib/api/problem.ts'
import { clipQuery, keys, meQuery, reviewQuery } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { useOnline } from '../../lib/online.ts'
import { usePageTitle } from '../../lib/page-title.ts'
import type { PlayerSlot } from '../../lib/playback.ts'
import { ReaderProvider, useFormat } from '../../lib/reader.tsx'
import { AnswerDesk } from './answer-desk.tsx'
import { answerStateOf, firstPlace, isUnsent } from './answer-facts.ts'
import styles from './answer-page.module.css'
import { AnswerSkeleton, LineState, LostReview, SignedOutState, SomeoneElses } from './answer-states.tsx'
import { ClosedAnswers } from './closed-answers.tsx'
import { useDrafts } from './use-drafts.ts'
import { useHashPlace } from './use-hash-place.ts'

const growingMs = 20_000

/** `/answer/:reviewId`: her questions, one at a time, on a phone, with or without a connection. */
export function AnswerPage({ reviewId, Player }: { reviewId: string; Player: PlayerSlot }) {
  const me = useQuery(meQuery)
  const review = useQuery({ ...reviewQuery(reviewId), refetchOnWindowFocus: true })
  const clipId = review.data?.clipId
  const clip = useQuery({
    ...clipQuery(clipId ?? ''),
    enabled: clipId !== undefined,
    // No stream of changes comes to this page; a clip that still grows is asked for now and then.
    refetchInterval: (query) => (query.state.data?.media?.complete === false ? growingMs : false),
  })
  const error = review.error ?? me.error
  const again = () => {
    void me.refetch()
    void review.refetch()
  }

  if (!review.data || !me.data) {
    if (isProblem(error, 'not-signed-in')) return <SignedOutState />
    if (isProblem(error, 'not-found', 'not-allowed'))
      return <LostReview reviewId={reviewId} personId={me.data?.id} />
    if (error) return <LineState error={error} onTryAgain={again} />
    return <AnswerSkeleton />
  }
  if (isProblem(review.error, 'not-found')) return <LostReview reviewId={reviewId} personId={me.data.id} />
  if (review.data.iAm !== 'participant') return <SomeoneElses reviewId={reviewId} />
  return (
    <ReaderProvider timeZone={me.data.timeZone}>
      <Opened key={review.data.id} review={review.data} me={me.data} clip={clip} Player={Player} />
    </ReaderProvider>
  )
}

type OpenedProps = { review: Review; me: Me; clip: UseQueryResult<Clip>; Player: PlayerSlot }

function Opened({ review, me, clip, Player }: OpenedProps) {
  const { t } = useTranslation('answers')
  const client = useQueryClient()
  const online = useOnline()
  const format = useFormat()
  const answers = useDrafts(review, me.id)
  const states = answers.map(({ state, submitted }) => answerStateOf(state.value, submitted))
  const [place, setPlace] = useHashPlace(answers.length, firstPlace(states))
  const painted = usePainted()
  usePageTitle(t('title', { name: review.coach.name }))

  const send = useMutation({
    mutationFn: async () => {
      const toSend = answers.filter(({ state, submitted }) => isUnsent(state.value, submitted))
      await Promise.all(toSend.map(({ autosave }) => autosave.flush()))
      for (const { autosave } of toSend) {
        const { status, problem } = autosave.getState()
        if (status === 'conflict') throw new ApiProblem('version-conflict')
        if (status !== 'saved') throw new ApiProblem(problem ?? 'unreachable')
      }
      return await request('POST /reviews/:reviewId/answers', {
        params: { reviewId: review.id },
        body: {
          drafts: toSend.map(({ prompt, autosave }) => ({
            promptId: prompt.id,
            version: autosave.getState().version,
          })),
        },
      })
    },
    onSuccess: (sent) => {
      client.setQueryData(keys.review(review.id), sent)
      setPlace('sent')
    },
    onError: () => void client.invalidateQueries({ queryKey: keys.review(review.id) }),
  })

  if (!answersAreOpen(review.state)) return <ClosedAnswers review={review} answers={answers} />
  return (
    <>
      <div className={styles.head}>
        <h1>{t('title', { name: review.coach.name })}</h1>
        {place !== 'sent' && (
          <p>
            {t('lead', { name: review.coach.name, clip: review.clipTitle, count: answers.length })}{' '}
            {review.dueOn !== null &&
              t('due', { name: review.coach.name, day: format.calendarDay(review.dueOn) })}
          </p>
        )}
      </div>
      {!online && <output className={styles.offline}>{t('offline')}</output>}
      <AnswerDesk
        review={review}
        clip={clip.data}
        clipLate={clip.isError || (clip.data !== undefined && clip.data.media === null)}
        Player={Player}
        playerMayCome={painted}
        answers={answers}
        place={place}
        onPlace={(next) => {
          send.reset()
          setPlace(next)
        }}
        sending={send.isPending}
        sendError={send.error}
        onSend={() => send.mutate()}
      />
    </>
  )
}

/** True once the browser has drawn the first question: what is heavy waits for that. */
function usePainted(): boolean {
  const [painted, setPainted] = useState(false)
  useEffect(() => {
    let later: ReturnType<typeof setTimeout> | undefined
    const frame = requestAnimationFrame(() => {
      later = setTimeout(() => setPainted(true))
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(later)
    }
  }, [])
  return painted
}

import type { ReviewSummary } from '@cuepoint/contracts'
import { IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import card from '../../components/card.module.css'
import { PlaceLink } from '../../components/place-link.tsx'
import { Poster } from '../../components/poster.tsx'
import { meQuery } from '../../lib/api/queries.ts'
import { places } from '../../lib/places.ts'
import { useFormat, useNow } from '../../lib/reader.tsx'

/** What the reader waits for: named people and since when, the other way round of the waiting list. */
export function OthersList({ reviews }: { reviews: readonly ReviewSummary[] }) {
  const { data: me } = useQuery(meQuery)
  const format = useFormat()
  const now = useNow()
  return (
    <ul className={card.list}>
      {reviews.map((review) => {
        const iCoach = review.coach.id === me?.id
        const names = iCoach ? review.participants.map((person) => person.name) : [review.coach.name]
        return (
          <li key={review.id} className={card.card}>
            <PlaceLink
              className={card.row}
              href={
                iCoach
                  ? places.review(review.id)
                  : review.state === 'ready'
                    ? places.talk(review.id)
                    : places.answer(review.id)
              }
            >
              <Poster url={review.posterUrl} />
              <span className={card.words}>
                <span className={card.main}>{review.clipTitle}</span>
                <span className={card.quiet}>
                  {format.list(names)} · {format.ago(review.stateSince, now)}
                </span>
              </span>
              <IconChevronRight aria-hidden className={card.go} size={20} />
            </PlaceLink>
          </li>
        )
      })}
    </ul>
  )
}

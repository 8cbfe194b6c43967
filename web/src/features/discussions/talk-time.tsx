import type { Discussion } from '@cuepoint/contracts'
import { nowMs } from '@cuepoint/domain'
import { IconCalendarTime } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import field from '../../components/field.module.css'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { request } from '../../lib/api/request.ts'
import { useFormat } from '../../lib/reader.tsx'
import { instantOfWallTime, wallTimeOf, zoneNameOf } from '../../lib/zoned-time.ts'
import styles from './discussion.module.css'
import { useDiscussionChange } from './use-discussion-change.ts'

/** The time of the talk, in the reader's own zone, and the way to set it: either side may. */
export function TalkTime({ discussion }: { discussion: Discussion }) {
  const { t } = useTranslation('discussions')
  const format = useFormat()
  const { timeZone } = format
  const { reviewId, scheduledAt } = discussion
  const [wall, setWall] = useState<string | null>(null)
  const id = useId()
  const schedule = useDiscussionChange(reviewId, (at: string | null) =>
    request('PUT /reviews/:reviewId/discussion/time', { params: { reviewId }, body: { scheduledAt: at } }),
  )
  const instant = wall === null ? undefined : instantOfWallTime(wall, timeZone)
  const set = (at: string | null) => schedule.mutate(at, { onSuccess: () => setWall(null) })
  const hourMs = 3_600_000
  const soon = () => wallTimeOf(Math.ceil((nowMs() + 24 * hourMs) / hourMs) * hourMs, timeZone)
  return (
    <div className={styles.time}>
      <p className={styles.when}>
        <IconCalendarTime size={22} aria-hidden="true" />
        <span>
          {scheduledAt === null ? t('time.none') : <strong>{format.appointment(scheduledAt)}</strong>}
        </span>
      </p>
      {wall === null ? (
        <Press
          look="quiet"
          className={styles.inline}
          onClick={() => setWall(scheduledAt === null ? soon() : wallTimeOf(scheduledAt, timeZone))}
        >
          {t(scheduledAt === null ? 'time.set' : 'time.change')}
        </Press>
      ) : (
        <form
          className={styles.timeForm}
          onSubmit={(event) => {
            event.preventDefault()
            if (instant !== undefined && !schedule.isPending) set(instant)
          }}
        >
          <div className={field.field}>
            <label htmlFor={id} className={field.label}>
              {t('time.label')}
            </label>
            <input
              id={id}
              type="datetime-local"
              className={field.input}
              value={wall}
              aria-describedby={`${id}-zone`}
              onChange={(event) => setWall(event.currentTarget.value)}
            />
            <span id={`${id}-zone`} className={field.hint}>
              {t('time.zone', { zone: zoneNameOf(timeZone, format.language, instant ?? nowMs()) })}
            </span>
          </div>
          {schedule.isError && <ProblemMessage error={schedule.error} />}
          <div className={styles.ways}>
            <Press type="submit" look="secondary" busy={schedule.isPending} disabled={instant === undefined}>
              {t('time.save')}
            </Press>
            {scheduledAt !== null && (
              <Press look="quiet" onClick={() => set(null)}>
                {t('time.clear')}
              </Press>
            )}
            <Press look="quiet" onClick={() => setWall(null)}>
              {t('time.cancel')}
            </Press>
          </div>
        </form>
      )}
    </div>
  )
}

import type { TeacherRow } from '@cuepoint/contracts'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../components/avatar.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { TurnBadge } from '../../components/turn-badge.tsx'
import { useFormat, useNow } from '../../lib/reader.tsx'
import { orderedTeachers } from './teacher-order.ts'
import styles from './teacher-table.module.css'
import { placeOfTeacher } from './waiting-place.ts'

const turnFor = { coach: 'mine', both: 'both', teacher: 'theirs', nobody: 'nobody' } as const

/** Every teacher a coach works with; a table where there is room, rows of cards on a phone. */
export function TeacherTable({ rows }: { rows: readonly TeacherRow[] }) {
  const { t } = useTranslation('home')
  const waiting = rows.filter((row) => row.turn === 'coach').length
  return (
    <>
      <p className={styles.sum}>{t('teachers.sum', { count: waiting })}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('teachers.teacher')}</th>
            <th scope="col">{t('teachers.turn')}</th>
            <th scope="col">{t('teachers.doing')}</th>
            <th scope="col">{t('teachers.since')}</th>
          </tr>
        </thead>
        <tbody>
          {orderedTeachers(rows).map((row) => (
            <Row key={row.partnershipId} row={row} />
          ))}
        </tbody>
      </table>
    </>
  )
}

function Row({ row }: { row: TeacherRow }) {
  const { t } = useTranslation('home')
  const format = useFormat()
  const now = useNow()
  const place = placeOfTeacher(row)
  const name = row.teacher.name
  return (
    <tr className={place === undefined ? undefined : styles.leads}>
      <th scope="row">
        <span className={styles.person}>
          <Avatar name={name} small />
          {place === undefined ? (
            name
          ) : (
            <PlaceLink href={place} className={styles.cover}>
              {name}
            </PlaceLink>
          )}
        </span>
      </th>
      <td>
        <TurnBadge turn={turnFor[row.turn]} label={t(`turn.${turnFor[row.turn]}`)} />
      </td>
      <td className={styles.doing}>
        {t(`doing.${row.doing}`)}
        {row.discussionAt !== null && <span className={styles.when}>{format.moment(row.discussionAt)}</span>}
      </td>
      <td className={styles.since}>{format.ago(row.since, now)}</td>
    </tr>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../components/avatar.tsx'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { useFormat, useNow } from '../../lib/reader.tsx'
import styles from './clip-page.module.css'

/** Who has looked at the clip: its owner's to know. */
export function ViewerList({ clipId }: { clipId: string }) {
  const { t } = useTranslation('clips')
  const format = useFormat()
  const now = useNow()
  const viewers = useQuery({
    queryKey: keys.viewers(clipId),
    queryFn: async ({ signal }) =>
      (await request('GET /clips/:clipId/viewers', { params: { clipId }, signal })).items,
  })
  if (!viewers.data) return null
  return (
    <section className={styles.panel}>
      <h2 className={styles.panelTitle}>{t('viewers.title')}</h2>
      {viewers.data.length === 0 ? (
        <p className={styles.quiet}>{t('viewers.none')}</p>
      ) : (
        <ul className={styles.people}>
          {viewers.data.map(({ person, lastAt }) => (
            <li key={person.id} className={styles.person}>
              <Avatar name={person.name} small />
              <span>{person.name}</span>
              <span className={styles.quiet}>{format.ago(lastAt, now)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

import type { Home, Me } from '@cuepoint/contracts'
import { IconMovie, IconUserPlus, IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { pressClass } from '../../components/press.tsx'
import { countsQuery } from '../../lib/api/queries.ts'
import styles from './home.module.css'

/** Whether there is anything at all on this person's home page. */
export const hasBegun = (home: Home): boolean =>
  [home.waiting, home.others, home.teachers, home.myClips, home.sharedClips].some((list) => list.length > 0)

/** What to do first, for someone who has nothing here yet. Nothing once she has. */
export function FirstVisit({ home, programs }: { home: Home; programs: Me['programs'] }) {
  const { t } = useTranslation('home')
  if (hasBegun(home)) return null
  const led = programs.find((program) => program.roles.includes('lead'))
  const roles = programs.flatMap((program) => program.roles)
  return (
    <div className={styles.first}>
      {roles.includes('teacher') ? (
        <EmptyState
          icon={<IconMovie size={24} />}
          title={t('first.teacher.title')}
          text={t('first.teacher.text')}
        >
          <Link to="/clips/new" className={pressClass({ look: 'primary' })}>
            {t('first.teacher.do')}
          </Link>
        </EmptyState>
      ) : led ? (
        <LeadFirst programId={led.id} name={led.name} />
      ) : (
        <EmptyState
          icon={<IconUsers size={24} />}
          title={t('first.coach.title')}
          text={t('first.coach.text')}
        />
      )}
    </div>
  )
}

/** A lead has nothing of her own here: either nobody is in the program yet, or it runs without her. */
function LeadFirst({ programId, name }: { programId: string; name: string }) {
  const { t } = useTranslation('home')
  const counts = useQuery(countsQuery(programId))
  if (!counts.data) return null
  const began = counts.data.coaches + counts.data.teachers > 0
  return (
    <EmptyState
      icon={began ? <IconUsers size={24} /> : <IconUserPlus size={24} />}
      title={t(began ? 'first.led.title' : 'first.lead.title', { program: name })}
      text={t(began ? 'first.led.text' : 'first.lead.text')}
    >
      <Link
        to="/program/$programId"
        params={{ programId }}
        search={began ? {} : { part: 'invitations' }}
        className={pressClass({ look: 'primary' })}
      >
        {t(began ? 'first.led.do' : 'first.lead.do')}
      </Link>
    </EmptyState>
  )
}

import { smallestCountedGroup } from '@cuepoint/domain'
import { IconEyeOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonRows } from '../../components/skeletons.tsx'
import { countsQuery } from '../../lib/api/queries.ts'
import { useFormat } from '../../lib/reader.tsx'
import styles from './program.module.css'

const people = ['teachers', 'coaches', 'partnerships'] as const
const deeds = ['clipsSent', 'reviewsSent', 'reviewsReady', 'discussionsHeld'] as const

/** That coaching happens, in figures; never one made of so few people that it would tell who. */
export function CountsPart({ programId }: { programId: string }) {
  const { t } = useTranslation('program')
  const format = useFormat()
  const counts = useQuery(countsQuery(programId))
  if (counts.isError) return <ProblemMessage error={counts.error} onTryAgain={() => void counts.refetch()} />
  if (!counts.data) return <SkeletonRows picture="2.25rem" />
  const hidden = deeds.some((deed) => counts.data[deed] === null)
  return (
    <div className={styles.part}>
      <h2 className={styles.panelTitle}>{t('counts.now')}</h2>
      <dl className={styles.figures}>
        {people.map((name) => (
          <Figure key={name} label={t(`counts.${name}`)} value={format.number(counts.data[name])} />
        ))}
      </dl>
      <h2 className={styles.panelTitle}>{t('counts.lastDays')}</h2>
      <dl className={styles.figures}>
        {deeds.map((name) => {
          const count = counts.data[name]
          return (
            <Figure
              key={name}
              label={t(`counts.${name}`)}
              value={count === null ? undefined : format.number(count)}
              hiddenWord={t('counts.hidden')}
            />
          )
        })}
      </dl>
      <p className={styles.lead}>
        {hidden
          ? t('counts.whyHidden', { count: smallestCountedGroup })
          : t('counts.why', { count: smallestCountedGroup })}
      </p>
    </div>
  )
}

function Figure({
  label,
  value,
  hiddenWord,
}: {
  label: string
  value: string | undefined
  hiddenWord?: string
}) {
  return (
    <div className={styles.figure}>
      <dt>{label}</dt>
      <dd>
        {value ?? (
          <span className={styles.hidden}>
            <IconEyeOff aria-hidden size={22} />
            <span>{hiddenWord}</span>
          </span>
        )}
      </dd>
    </div>
  )
}

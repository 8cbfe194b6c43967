import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LostState } from '../../components/lost-state.tsx'
import { PageHead } from '../../components/page.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonRows } from '../../components/skeletons.tsx'
import { isProblem } from '../../lib/api/problem.ts'
import { programQuery } from '../../lib/api/queries.ts'
import { usePageTitle } from '../../lib/page-title.ts'
import { CountsPart } from './counts-part.tsx'
import { InvitationsPart } from './invitations-part.tsx'
import { PartnershipsPart } from './partnerships-part.tsx'
import { PeoplePart } from './people-part.tsx'
import styles from './program.module.css'
import { type ProgramPart, partOf, programParts } from './program-parts.ts'
import { SettingsPart } from './settings-part.tsx'

/** A lead's page: who is here, who is invited, who works with whom, and that coaching happens. */
export function ProgramPage({ programId, part }: { programId: string; part: ProgramPart }) {
  const { t } = useTranslation('program')
  const navigate = useNavigate()
  const program = useQuery(programQuery(programId))
  usePageTitle(program.data?.name ?? t('title'))
  if (isProblem(program.error, 'not-found')) return <LostState />
  if (program.isError)
    return <ProblemMessage error={program.error} onTryAgain={() => void program.refetch()} />
  if (!program.data) return <SkeletonRows />
  if (!program.data.myRoles.includes('lead')) return <LostState />
  return (
    <>
      <PageHead title={program.data.name} />
      <Tabs
        value={part}
        keepMounted={false}
        onChange={(next) =>
          void navigate({
            to: '/program/$programId',
            params: { programId },
            search: { part: partOf(next) },
            replace: true,
          })
        }
      >
        <Tabs.List className={styles.tabs ?? ''}>
          {programParts.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`part.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="people">
          <PeoplePart programId={programId} />
        </Tabs.Panel>
        <Tabs.Panel value="invitations">
          <InvitationsPart programId={programId} language={program.data.language} />
        </Tabs.Panel>
        <Tabs.Panel value="partnerships">
          <PartnershipsPart programId={programId} />
        </Tabs.Panel>
        <Tabs.Panel value="counts">
          <CountsPart programId={programId} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <SettingsPart program={program.data} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { limitsQuery } from '../../lib/api/queries.ts'
import { useSending, useSendings } from '../../lib/sending/sendings-context.tsx'
import { useFileInHand } from './file-in-hand.ts'
import { FilePick } from './file-pick.tsx'
import { HeldLine } from './held-line.tsx'
import styles from './stage.module.css'

/** Picks a file for a clip whose title and note are there already, and sends it. */
export function PickAnother({ clipId }: { clipId: string }) {
  const { t } = useTranslation('clips')
  const sendings = useSendings()
  const limits = useQuery(limitsQuery)
  const sending = useSending(clipId)
  const held = sending && !sending.wanted ? sending : undefined
  const { picked, pick } = useFileInHand(held, limits.data, { clipId: () => clipId })
  if (limits.isError) return <ProblemMessage error={limits.error} onTryAgain={() => void limits.refetch()} />
  if (!limits.data) return null
  return (
    <div className={styles.pick}>
      <FilePick limits={limits.data} picked={picked} onPick={pick} />
      {held && (
        <>
          <HeldLine held={held} />
          <Press look="primary" onClick={() => void sendings.send(clipId)}>
            {t('send.do')}
          </Press>
        </>
      )}
    </div>
  )
}

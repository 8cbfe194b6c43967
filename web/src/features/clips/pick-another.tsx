import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { meQuery } from '../../lib/api/queries.ts'
import { useSendings } from '../../lib/sending/sendings-context.tsx'
import { FilePick } from './file-pick.tsx'
import { limitsQuery } from './limits-query.ts'
import { faultOf, type Picked } from './pick-check.ts'
import styles from './stage.module.css'

/** Picks a file for a clip whose title and note are there already, and sends it. */
export function PickAnother({ clipId }: { clipId: string }) {
  const { t } = useTranslation('clips')
  const sendings = useSendings()
  const { data: me } = useQuery(meQuery)
  const limits = useQuery(limitsQuery)
  const [picked, setPicked] = useState<Picked>()
  if (limits.isError) return <ProblemMessage error={limits.error} onTryAgain={() => void limits.refetch()} />
  if (!limits.data) return null
  const fits = picked && faultOf(picked, limits.data) === undefined
  return (
    <div className={styles.pick}>
      <FilePick limits={limits.data} picked={picked} onPick={setPicked} />
      {fits && me && (
        <Press look="primary" onClick={() => void sendings.add(clipId, me.id, picked.file)}>
          {t('send.do')}
        </Press>
      )}
    </div>
  )
}

import type { ClipSummary } from '@cuepoint/contracts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import card from '../../components/card.module.css'
import { Section } from '../../components/page.tsx'
import { Press } from '../../components/press.tsx'
import { useFormat } from '../../lib/reader.tsx'
import { useSendingList, useSendings } from '../../lib/sending/sendings-context.tsx'

/** What this device still has to send, and where each of it stands. */
export function SendingList({ clips }: { clips: readonly ClipSummary[] }) {
  const { t } = useTranslation('home')
  const format = useFormat()
  const sendings = useSendings()
  const list = useSendingList()
  if (list.length === 0) return null
  return (
    <Section title={t('sending.title')}>
      <ul className={card.list}>
        {list.map(({ clipId, state, doneBytes, sizeBytes, problem }) => {
          const scene = state === 'waiting' && problem ? 'away' : state
          const share = format.percent(sizeBytes === 0 ? 0 : (doneBytes / sizeBytes) * 100)
          return (
            <li key={clipId} className={card.card}>
              <div className={card.row}>
                <Link to="/clips/$clipId" params={{ clipId }} className={card.words}>
                  <span className={card.main}>
                    {clips.find(({ id }) => id === clipId)?.title ?? t('aClip')}
                  </span>
                  <span>{t(`sending.${scene}`, { share })}</span>
                </Link>
                {state === 'paused' && (
                  <Press look="secondary" onClick={() => void sendings.resume(clipId)}>
                    {t('sending.goOn')}
                  </Press>
                )}
              </div>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

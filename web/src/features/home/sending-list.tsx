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
        {list.map(({ clipId, state, wanted, words, doneBytes, sizeBytes, problem }) => {
          const scene = wanted ? (state === 'waiting' && problem ? 'away' : state) : 'picked'
          const share = format.percent(sizeBytes === 0 ? 0 : (doneBytes / sizeBytes) * 100)
          const known = clips.find(({ id }) => id === clipId)
          const title = known?.title ?? words?.title
          const told = (
            <>
              <span className={card.main}>{title === undefined || title === '' ? t('aClip') : title}</span>
              <span>{t(`sending.${scene}`, { share })}</span>
            </>
          )
          return (
            <li key={clipId} className={card.card}>
              <div className={card.row}>
                {known ? (
                  <Link to="/clips/$clipId" params={{ clipId }} className={card.words}>
                    {told}
                  </Link>
                ) : wanted ? (
                  <span className={card.words}>{told}</span>
                ) : (
                  <Link to="/clips/new" className={card.words}>
                    {told}
                  </Link>
                )}
                {!wanted && (
                  <Press look="quiet" onClick={() => void sendings.giveUp(clipId)}>
                    {t('sending.letGo')}
                  </Press>
                )}
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

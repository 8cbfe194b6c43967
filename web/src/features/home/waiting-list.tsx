import type { WaitingItem } from '@cuepoint/contracts'
import {
  IconCalendarPlus,
  IconChevronRight,
  IconCircleCheck,
  IconFlag,
  IconMessageCircle,
  IconMessageQuestion,
  IconMessages,
  IconMovie,
  IconPencil,
  IconRefresh,
  IconShare,
  IconUpload,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import card from '../../components/card.module.css'
import { PlaceLink } from '../../components/place-link.tsx'
import { useFormat, useNow } from '../../lib/reader.tsx'
import styles from './home.module.css'
import { placeOfWaiting } from './waiting-place.ts'

const icons: Readonly<Record<WaitingItem['kind'], ComponentType<{ size: number }>>> = {
  'answer-review': IconMessageQuestion,
  'finish-draft-review': IconPencil,
  'start-review': IconMovie,
  'plan-discussion': IconCalendarPlus,
  'hold-discussion': IconMessages,
  'close-discussion': IconMessageCircle,
  'send-file': IconUpload,
  'send-other-file': IconUpload,
  'retry-clip': IconRefresh,
  'share-clip': IconShare,
  'do-step': IconFlag,
}

export function WaitingList({ items }: { items: readonly WaitingItem[] }) {
  const { t } = useTranslation('home')
  if (items.length === 0) {
    return (
      <p className={styles.nothing}>
        <IconCircleCheck aria-hidden size={22} />
        {t('waiting.nothing')}
      </p>
    )
  }
  return (
    <ul className={card.list}>
      {items.map((item) => (
        <li key={`${item.kind} ${item.reviewId ?? item.clipId ?? ''} ${item.since}`} className={card.card}>
          <WaitingRow item={item} />
        </li>
      ))}
    </ul>
  )
}

function WaitingRow({ item }: { item: WaitingItem }) {
  const { t } = useTranslation('home')
  const format = useFormat()
  const now = useNow()
  const Icon = icons[item.kind]
  const words = {
    name: item.person?.name ?? t('someone'),
    clip: item.clipTitle ?? t('aClip'),
    step: item.stepText ?? '',
  }
  return (
    <PlaceLink href={placeOfWaiting(item)} className={card.row}>
      <span className={card.mark} aria-hidden>
        <Icon size={22} />
      </span>
      <span className={card.words}>
        <span className={card.main}>{t(`waiting.${item.kind}`, words)}</span>
        <span className={card.quiet}>
          {format.ago(item.since, now)}
          {item.dueOn !== null && ` · ${t('waiting.due', { day: format.calendarDay(item.dueOn) })}`}
        </span>
      </span>
      <IconChevronRight aria-hidden className={card.go} size={20} />
    </PlaceLink>
  )
}

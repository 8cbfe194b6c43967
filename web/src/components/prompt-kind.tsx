import { IconEye, IconLink, IconMessageCircleQuestion, IconNote, IconSparkles } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { MarkKind } from '../lib/playback.ts'
import styles from './prompt-kind.module.css'

const icons = {
  strength: IconSparkles,
  'look-again': IconEye,
  connect: IconLink,
  open: IconMessageCircleQuestion,
  note: IconNote,
} as const

/** The picture of a prompt's kind. It never stands without the word beside it or in its name. */
export function KindIcon({ kind, sizePx = 20 }: { kind: MarkKind; sizePx?: number }) {
  const Icon = icons[kind]
  return <Icon size={sizePx} stroke={1.75} aria-hidden="true" />
}

/** Icon and word: how a kind is shown in a conversation. */
export function KindTag({ kind }: { kind: MarkKind }) {
  const { t } = useTranslation('kinds')
  return (
    <span className={styles.tag} data-kind={kind}>
      <KindIcon kind={kind} sizePx={18} />
      {t(`${kind}.name`)}
    </span>
  )
}

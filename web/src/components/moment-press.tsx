import { IconPlayerPlayFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Press } from './press.tsx'
import { TimecodeText } from './timecode-text.tsx'

type Props = {
  moment: { atMs: number; endMs: number | null }
  /** What is said there, for those who hear the page: "Play 0:14–0:20, What helped?" */
  about?: string
  look?: 'secondary' | 'quiet'
  className?: string | undefined
  onPress: () => void
}

/** Plays a moment. It shows when, and its name says the rest. */
export function MomentPress({ moment, about, look = 'quiet', className, onPress }: Props) {
  const { t } = useTranslation('player')
  return (
    <Press look={look} className={className} onClick={onPress}>
      <IconPlayerPlayFilled size={16} aria-hidden="true" />
      <span className="visually-hidden">{t('play')}</span>{' '}
      <TimecodeText atMs={moment.atMs} endMs={moment.endMs} />
      {about !== undefined && <span className="visually-hidden">, {about}</span>}
    </Press>
  )
}

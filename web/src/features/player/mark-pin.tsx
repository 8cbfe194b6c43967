import { formatTimecode } from '@cuepoint/domain'
import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { KindIcon } from '../../components/prompt-kind.tsx'
import type { TimelineMark } from '../../lib/playback.ts'
import type { PlacedMark } from './marks-layout.ts'
import styles from './timeline.module.css'

type Props = { mark: TimelineMark; place: PlacedMark; active: boolean; onPress: () => void }

export function MarkPin({ mark, place, active, onPress }: Props) {
  const { t } = useTranslation(['player', 'kinds'])
  const from = formatTimecode(mark.atMs)
  const name = t(mark.kind === 'note' ? 'noteName' : 'markName', {
    order: mark.order,
    kind: t(`kinds:${mark.kind}.name`),
    time: mark.endMs === null ? from : t('fromTo', { from, to: formatTimecode(mark.endMs) }),
    text: mark.text,
  })
  return (
    <li data-kind={mark.kind} data-active={active} data-done={mark.done === true}>
      {mark.endMs !== null && (
        <span
          className={styles.span}
          style={{ insetInlineStart: place.momentPx, inlineSize: Math.max(3, place.endPx - place.momentPx) }}
        />
      )}
      <svg className={styles.stem} aria-hidden="true">
        <line x1={place.pinPx} y1="0" x2={place.momentPx} y2="100%" />
      </svg>
      <button
        type="button"
        className={styles.pin}
        style={{ insetInlineStart: place.pinPx }}
        aria-label={name}
        aria-current={active ? 'true' : undefined}
        title={`${t(`kinds:${mark.kind}.name`)} · ${from}`}
        onClick={onPress}
      >
        <span className={styles.face}>
          <KindIcon kind={mark.kind} sizePx={16} />
          {mark.done === true && (
            <span className={styles.done}>
              <IconCheck size={10} stroke={3} aria-hidden="true" />
            </span>
          )}
        </span>
      </button>
    </li>
  )
}

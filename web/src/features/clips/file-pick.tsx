import type { UploadLimits } from '@cuepoint/contracts'
import { formatTimecode } from '@cuepoint/domain'
import { IconMovie, IconUpload } from '@tabler/icons-react'
import { type DragEvent, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { useFormat } from '../../lib/reader.tsx'
import styles from './file-pick.module.css'
import { faultOf, type Picked, readDurationMs } from './pick-check.ts'

/** Pick or drop one video. What a file may be is said before; what is wrong with the picked one, at once. */
export function FilePick({
  limits,
  picked,
  onPick,
  disabled = false,
}: {
  limits: UploadLimits
  picked: Picked | undefined
  onPick: (picked: Picked) => void
  disabled?: boolean
}) {
  const { t } = useTranslation('clips')
  const id = useId()
  const format = useFormat()
  const [over, setOver] = useState(false)
  const latest = useRef<File>(undefined)
  const fault = picked && faultOf(picked, limits)
  const words = { size: format.bytes(limits.maxBytes), length: format.span(limits.maxDurationMs) }

  const take = async (file: File | undefined) => {
    if (!file || disabled) return
    latest.current = file
    onPick({ file, durationMs: undefined })
    const durationMs = await readDurationMs(file)
    if (durationMs !== undefined && latest.current === file) onPick({ file, durationMs })
  }
  const drag = (inside: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(inside)
  }
  return (
    <div
      className={styles.place}
      data-over={over}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event)
        void take(event.dataTransfer.files[0])
      }}
    >
      <span className={styles.icon} aria-hidden>
        {picked ? <IconMovie size={26} /> : <IconUpload size={26} />}
      </span>
      <div className={styles.words}>
        {picked ? (
          <>
            <p className={styles.name}>{picked.file.name}</p>
            <p className={styles.quiet}>
              {format.bytes(picked.file.size)}
              {picked.durationMs !== undefined && ` · ${formatTimecode(picked.durationMs)}`}
            </p>
          </>
        ) : (
          <p className={styles.name}>{t('pick.title')}</p>
        )}
        <p id={`${id}-limits`} className={styles.quiet}>
          {t('pick.limits', words)}
        </p>
        {fault && (
          <p role="alert" className={styles.fault}>
            {t(`pick.fault.${fault}`, words)}
          </p>
        )}
      </div>
      <input
        id={id}
        className="visually-hidden"
        type="file"
        tabIndex={-1}
        aria-hidden
        accept={limits.accepts.join(',')}
        disabled={disabled}
        onChange={(event) => {
          void take(event.currentTarget.files?.[0])
          // The same file may be picked again after it was trimmed.
          event.currentTarget.value = ''
        }}
      />
      <Press
        look={picked && !fault ? 'quiet' : 'secondary'}
        aria-describedby={`${id}-limits`}
        disabled={disabled}
        onClick={() => document.getElementById(id)?.click()}
      >
        {picked ? t('pick.other') : t('pick.do')}
      </Press>
    </div>
  )
}

import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { watchLevel } from '../../lib/recording/level-meter.ts'
import styles from './record.module.css'

/** What the camera sees, and how loud the room is. */
export function CameraView({ stream, mirrored }: { stream: MediaStream; mirrored: boolean }) {
  const { t } = useTranslation('record')
  const video = useRef<HTMLVideoElement>(null)
  const [level, setLevel] = useState(0)
  useEffect(() => {
    if (video.current) video.current.srcObject = stream
    return watchLevel(stream, setLevel)
  }, [stream])
  const percent = Math.round(level * 100)
  return (
    <div className={styles.view}>
      <video ref={video} className={styles.picture} data-mirrored={mirrored} autoPlay muted playsInline />
      <meter className={styles.level} aria-label={t('level')} min={0} max={100} value={percent} />
    </div>
  )
}

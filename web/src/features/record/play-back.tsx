import { useEffect, useRef } from 'react'
import { showFile } from '../../lib/local-media.ts'
import styles from './record.module.css'

/** What was just recorded, as it is on this device. */
export function PlayBack({ bytes, label }: { bytes: Blob; label: string }) {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (video.current) return showFile(video.current, bytes)
  }, [bytes])
  // oxlint-disable-next-line jsx-a11y/media-has-caption -- nobody has written down yet what was said a minute ago.
  return <video ref={video} className={styles.picture} controls playsInline aria-label={label} />
}

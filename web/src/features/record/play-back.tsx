import { useEffect, useState } from 'react'
import styles from './record.module.css'

/** What was just recorded, as it is on this device. */
export function PlayBack({ bytes, label }: { bytes: Blob; label: string }) {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(bytes)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [bytes])
  return (
    // biome-ignore lint/a11y/useMediaCaption: nobody has written down yet what was said a minute ago.
    <video className={styles.picture} src={address} controls playsInline aria-label={label} />
  )
}

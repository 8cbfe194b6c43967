import type { Language } from '@cuepoint/domain'
import { type ReactNode, useEffect } from 'react'
import { BrandMark } from '../components/app-frame.tsx'
import { LanguageSwitch } from '../components/language-switch.tsx'
import { request } from '../lib/api/request.ts'
import styles from './answer-frame.module.css'

/** As little as can stand around the questions; it scrolls away and leaves the top to the clip. */
export function AnswerFrame({ children }: { children: ReactNode }) {
  useEffect(() => {
    // The device's own letters do to begin with: ours come once her question stands.
    const frame = requestAnimationFrame(() => void import('../styles/fonts.css'))
    return () => cancelAnimationFrame(frame)
  }, [])
  return (
    <div className={styles.frame}>
      <header className={styles.top}>
        <a href="/">
          <BrandMark />
        </a>
        <LanguageSwitch onChange={rememberOnAccount} />
      </header>
      <main>{children}</main>
    </div>
  )
}

/** So that her mails and the other pages follow. Where she is signed out, the device remembers it. */
function rememberOnAccount(language: Language): void {
  void request('PATCH /me', { body: { language } }).catch(() => undefined)
}

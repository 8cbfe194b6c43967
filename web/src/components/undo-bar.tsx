import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Press } from './press.tsx'
import styles from './undo-bar.module.css'

export type UndoOffer = {
  /** What was done, as a short sentence. */
  message: string
  /** Left out where there is nothing to take back and the bar only tells. */
  undo?: () => void | Promise<void>
  /** For what cannot be taken back once done: done when the time is up or the page is left, not before. */
  commit?: () => void | Promise<void>
}

const offerMs = 8_000
const Offer = createContext<(offer: UndoOffer) => void>(() => undefined)

/** `offer({ message, undo })` after doing something, instead of asking before it. */
export const useUndo = (): ((offer: UndoOffer) => void) => useContext(Offer)

/** One bar for the page. A second offer settles the first. */
export function UndoProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState<UndoOffer>()
  const current = useRef<UndoOffer>(undefined)

  const settle = useCallback(() => {
    const offer = current.current
    current.current = undefined
    setShown(undefined)
    void offer?.commit?.()
  }, [])

  const offer = useCallback(
    (next: UndoOffer) => {
      settle()
      current.current = next
      setShown(next)
    },
    [settle],
  )

  useEffect(() => {
    if (!shown) return undefined
    const timer = setTimeout(settle, offerMs)
    // Whoever leaves the page has not pressed Undo.
    window.addEventListener('pagehide', settle)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('pagehide', settle)
    }
  }, [shown, settle])

  const undo = () => {
    const offer = current.current
    current.current = undefined
    setShown(undefined)
    void offer?.undo?.()
  }

  return (
    <Offer value={offer}>
      {children}
      <div className={styles.place} aria-live="polite">
        {shown && (
          <div className={styles.bar}>
            <span>{shown.message}</span>
            {shown.undo && (
              <Press className={styles.undo} onClick={undo}>
                {t('undo')}
              </Press>
            )}
          </div>
        )}
      </div>
    </Offer>
  )
}

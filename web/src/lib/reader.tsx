import { isLanguage, nowMs } from '@cuepoint/domain'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Format, formatFor } from './format.ts'

const TimeZone = createContext<string | undefined>(undefined)

/** Gives everything below it the signed-in person's time zone. */
export function ReaderProvider({
  timeZone,
  children,
}: {
  timeZone: string | undefined
  children: ReactNode
}) {
  return <TimeZone value={timeZone}>{children}</TimeZone>
}

/** Dates, sizes and amounts in the reader's language and time zone. */
export function useFormat(): Format {
  const { i18n } = useTranslation()
  const timeZone = useContext(TimeZone)
  const language = isLanguage(i18n.language) ? i18n.language : 'en'
  return useMemo(() => formatFor({ language, timeZone }), [language, timeZone])
}

/** The time, again every `everyMs`, so that "5 minutes ago" does not stand still. */
export function useNow(everyMs = 60_000): number {
  const [now, setNow] = useState(nowMs)
  useEffect(() => {
    const timer = setInterval(() => setNow(nowMs()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

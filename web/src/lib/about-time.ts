import { useTranslation } from 'react-i18next'
import { useFormat } from './reader.tsx'

const minuteMs = 60_000

/** How a person says about how long something will take: "less than a minute", "about 3 minutes". */
export function useAboutTime(): (durationMs: number) => string {
  const { t } = useTranslation('frame')
  const format = useFormat()
  return (durationMs) => {
    const minutes = Math.round(durationMs / minuteMs)
    if (durationMs < 0.75 * minuteMs) return t('about.underAMinute')
    if (minutes <= 1) return t('about.aMinute')
    if (minutes < 120) return t('about.minutes', { span: format.span(minutes * minuteMs) })
    return t('about.hours', { span: format.span(durationMs) })
  }
}

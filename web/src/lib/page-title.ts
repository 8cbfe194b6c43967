import { useEffect } from 'react'

/** The tab's title: the page first, so that narrow tabs and screen readers say it first. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Cuepoint`
  }, [title])
}

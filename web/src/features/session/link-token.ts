import { useSyncExternalStore } from 'react'

let token: string | undefined
const listeners = new Set<() => void>()

function set(next: string | undefined): void {
  token = next
  for (const listener of listeners) listener()
}

/**
 * Takes the secret of a mailed link out of the address, so that it is in no history, no screenshot and no copied
 * address. It stays in this tab's memory until it is used.
 */
export function takeLinkToken(): void {
  const { pathname, search, hash } = window.location
  if (hash.length < 2 || !['/invitation', '/reset'].includes(pathname)) return
  window.history.replaceState(window.history.state, '', `${pathname}${search}`)
  set(decoded(hash.slice(1)))
}

/** Before anything else runs, and again when a link is opened in a tab that shows the page already. */
export function watchForLinkToken(): void {
  takeLinkToken()
  window.addEventListener('hashchange', takeLinkToken)
}

export const linkToken = (): string | undefined => token

export const forgetLinkToken = (): void => set(undefined)

export const useLinkToken = (): string | undefined =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, linkToken)

/** A link cut in the middle of a sign is still a link: the server says that it does not hold. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

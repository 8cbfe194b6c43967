let token: string | undefined

/**
 * Takes the secret of a mailed link out of the address, before anything else runs, so that it is in no history, no
 * screenshot and no copied address. It stays in this tab's memory until it is used.
 */
export function takeLinkToken(): void {
  const { pathname, search, hash } = window.location
  if (hash.length < 2 || !['/invitation', '/reset'].includes(pathname)) return
  token = decodeURIComponent(hash.slice(1))
  window.history.replaceState(window.history.state, '', `${pathname}${search}`)
}

export const linkToken = (): string | undefined => token

export function forgetLinkToken(): void {
  token = undefined
}

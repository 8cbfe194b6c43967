import { expect, test } from 'vitest'
import { forgetLinkToken, linkToken, takeLinkToken } from './link-token.ts'

test('the secret of a mailed link leaves the address at once and can be used until it is forgotten', () => {
  window.history.replaceState(null, '', '/invitation#a-secret%20token')
  takeLinkToken()
  expect(window.location.href).not.toContain('secret')
  expect(linkToken()).toBe('a-secret token')
  forgetLinkToken()
  expect(linkToken()).toBeUndefined()
})

test('other pages keep their fragment', () => {
  window.history.replaceState(null, '', '/clips#content')
  takeLinkToken()
  expect(window.location.hash).toBe('#content')
  expect(linkToken()).toBeUndefined()
})

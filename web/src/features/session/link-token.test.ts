import { expect, test } from 'vitest'
import { forgetLinkToken, linkToken, takeLinkToken, watchForLinkToken } from './link-token.ts'

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

test('a link opened in a tab that shows the page already is taken as well', async () => {
  window.history.replaceState(null, '', '/reset')
  watchForLinkToken()
  window.location.hash = '#another-secret'
  await expect.poll(linkToken).toBe('another-secret')
  expect(window.location.href).not.toContain('secret')
  forgetLinkToken()
})

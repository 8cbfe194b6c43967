import { type CastMember, storyGround } from '@cuepoint/testing/story'
import type { Browser, Page } from 'playwright-core'
import { type Size, sizes } from '../story/person.ts'

/** A browser of someone's own, signed in by the API; nobody's where no one is named. */
export async function viewerOf(browser: Browser, size: Size, who?: CastMember): Promise<Page> {
  const context = await browser.newContext({
    ...sizes[size],
    locale: 'en-US',
    timezoneId: 'UTC',
    baseURL: storyGround().url,
    // What is looked at is where motion has come to rest.
    reducedMotion: 'reduce',
    // The page's policy would keep the examiner out as well.
    bypassCSP: true,
  })
  if (who) {
    const { email, password } = who
    const answer = await context.request.post('/api/session', { data: { email, password } })
    if (!answer.ok()) throw new Error(`signing in was answered with ${answer.status()}`)
  }
  return await context.newPage()
}

import { randomBytes } from 'node:crypto'
import { testServices } from './test-services.ts'

/** The run's Redis and a key prefix of the test's own, so that tests side by side never see each other. */
export function testRedis(): { readonly url: string; readonly prefix: string } {
  const { redisUrl } = testServices()
  if (!redisUrl) throw new Error('This test needs Redis, and none could be had on this machine.')
  return { url: redisUrl, prefix: `test-${randomBytes(6).toString('hex')}` }
}

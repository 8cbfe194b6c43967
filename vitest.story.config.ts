import { defineConfig } from 'vitest/config'

/** The stories in a real browser against the running product. */
export default defineConfig({
  test: {
    name: 'story',
    include: ['web/e2e/**/*.test.ts'],
    globalSetup: ['services/testing/src/story-setup.ts'],
    // A browser, ffmpeg and the product share two cores; a second story would only slow the first.
    fileParallelism: false,
    // A page on a busy machine takes its time; what is waited for is the event, not the clock.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
})

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Durations in a report are read on two cores.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'node',
          // The two kinds of tests share no way of running: one after the other.
          sequence: { groupOrder: 1 },
          include: ['services/**/*.test.ts', 'workers/**/*.test.ts', 'infra/**/*.test.ts'],
          // The real services, once for the whole run: tests that need them fail without them, never skip.
          globalSetup: ['services/testing/src/global-setup.ts'],
          expect: { poll: { timeout: 10_000 } },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      './web/vitest.config.ts',
    ],
  },
})

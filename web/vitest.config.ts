import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [react()],
  test: {
    name: 'web',
    root: import.meta.dirname,
    include: ['src/**/*.test.{ts,tsx}'],
    environment: 'jsdom',
    // One browser-like world for all files: making it costs more than the tests. Each test cleans up after itself.
    isolate: false,
    testTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    setupFiles: ['src/testing/browser-parts.ts'],
    // Dates are compared as sentences: they must not hang on the machine's zone.
    env: { TZ: 'UTC' },
  },
})

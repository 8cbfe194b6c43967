import { cleanup, configure } from '@testing-library/react'
import { afterEach, vi } from 'vitest'

// A page appears when it appears: on two busy cores that may take longer than a second.
configure({ asyncUtilTimeout: 10_000 })

// What every browser has and the test's one has not.
Object.defineProperty(window, 'matchMedia', {
  value: (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }),
})
window.scrollTo = () => undefined
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
}

afterEach(() => {
  cleanup()
  localStorage.clear()
  sessionStorage.clear()
  vi.unstubAllGlobals()
})

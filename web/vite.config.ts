import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const page = (name: string) => new URL(name, import.meta.url).pathname

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    // Phones of the last five years; older ones would need a second, heavier build.
    target: ['chrome100', 'safari15.4', 'firefox100'],
    manifest: true,
    // The page's policy allows no data: addresses, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The player is the one large chunk, and the last one to be fetched.
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      input: { app: page('index.html'), answer: page('answer.html') },
    },
  },
})

import react from '@vitejs/plugin-react'
import { build } from 'vite'

/** Builds the page that holds the player alone into `outDir`. */
export async function buildPage(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1000,
      target: 'es2022',
      rolldownOptions: { input: new URL('page.html', import.meta.url).pathname },
    },
  })
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storyGround } from '@cuepoint/testing/story'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { buildPage } from './build.ts'
import { makeClip } from './clip.ts'
import type { Seen } from './page.tsx'
import { type Served, serve } from './serve.ts'

declare global {
  var seen: Seen
}

/** A browser, the page with the player alone, and a clip. */
export type Stage = {
  served: Served
  /** What the page that is open has asked for, by its path. */
  asked: () => string[]
  /** Opens the page in a context of its own; the one before is closed. */
  open: (query?: string) => Promise<Page>
  close: () => Promise<void>
}

let made: Promise<{ folder: string; pages: string; media: string }> | undefined

/** Page and clip are made once for the whole file of tests. */
async function makeOnce() {
  const folder = await mkdtemp(join(tmpdir(), 'player-'))
  const [pages, media] = [join(folder, 'pages'), join(folder, 'media')]
  await Promise.all([buildPage(pages), makeClip(storyGround().ffmpegPath, media)])
  return { folder, pages, media }
}

let open = 0
export async function openStage(): Promise<Stage> {
  const { chromiumPath, chromiumArgs } = storyGround()
  made ??= makeOnce()
  open += 1
  const { folder, pages, media } = await made
  const served = await serve(pages, media)
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [...chromiumArgs, '--mute-audio'],
  })
  let context: BrowserContext | undefined
  let before = 0
  return {
    served,
    asked: () => served.log.slice(before).map(({ path }) => path),
    async open(query = '') {
      await context?.close()
      before = served.log.length
      context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 900 } })
      const page = await context.newPage()
      await page.goto(`${served.url}/page.html?${query}`)
      await page.waitForFunction(() => globalThis.seen?.handle)
      return page
    },
    async close() {
      await browser.close()
      await served.close()
      open -= 1
      if (open > 0) return
      made = undefined
      await rm(folder, { recursive: true })
    },
  }
}

export const atMs = (page: Page) => page.evaluate(() => globalThis.seen.handle?.currentMs() ?? -1)
export const play = (page: Page) => page.getByRole('button', { name: 'Play', exact: true }).click()
export const untilMs = (page: Page, leastMs: number) =>
  page.waitForFunction((least) => (globalThis.seen.handle?.currentMs() ?? 0) >= least, leastMs)
export const frames = (page: Page) =>
  page.evaluate(() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0)
export const isPaused = (page: Page) => page.evaluate(() => document.querySelector('video')?.paused)

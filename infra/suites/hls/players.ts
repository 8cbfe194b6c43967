import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Browser } from 'playwright-core'

const root = resolve(import.meta.dirname, '../../..')

/** Each as it is published, beside our own page that drives it. */
const players = {
  'hls.js': { bundle: 'infra/node_modules/hls.js/dist/hls.min.js', page: 'page-hls-js.js' },
  'video.js': { bundle: 'web/node_modules/video.js/dist/video.min.js', page: 'page-video-js.js' },
} as const
export type PlayerName = keyof typeof players
export const playerNames = Object.keys(players) as PlayerName[]

export type Played = {
  readonly stalls: readonly { atSeconds: number; ms: number; ready: number; buffered: string }[]
  readonly errors: readonly string[]
  /** Media time of the first white picture of each flash. */
  readonly flashes: readonly number[]
  readonly started: boolean
  readonly ended: boolean
  readonly atSeconds: number
  readonly durationSeconds: number
  readonly droppedFrames: number
  readonly frames: number
  readonly soundBytes: number
  /** In the order in which they came to the buffer. `rendition` is the short side in px. */
  readonly taken: readonly { rendition: number; segment: string | number; fromSeconds: number }[]
  readonly sounds: number
  readonly sound: number
}

export type Play = {
  readonly productUrl: string
  readonly cookie: string
  readonly playlistUrl: string
  readonly seconds: number
  /** The number of the sound, in the playlist's order. */
  readonly sound?: number
  /** Stops there instead of at the end. */
  readonly untilSeconds?: number
}

/** Plays in a page of the product's own origin, with her session and without anything of the product's in it. */
export async function playIn(browser: Browser, player: PlayerName, play: Play): Promise<Played> {
  const { productUrl, cookie, playlistUrl, seconds, sound = 0, untilSeconds } = play
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 640, height: 400 } })
  try {
    await context.addCookies(
      cookie.split('; ').map((pair) => {
        const [name = '', ...value] = pair.split('=')
        return { name, value: value.join('='), url: productUrl }
      }),
    )
    const page = await context.newPage()
    const { bundle, page: script } = players[player]
    const scripts: Readonly<Record<string, string>> = {
      '/judge/player.js': join(root, bundle),
      '/judge/watching.js': join(import.meta.dirname, 'page-watching.js'),
      '/judge/page.js': join(import.meta.dirname, script),
    }
    await page.route('**/judge/*', async (route) => {
      const file = scripts[new URL(route.request().url()).pathname]
      await (file === undefined
        ? route.fulfill({ contentType: 'text/html', body: htmlOf(Object.keys(scripts)) })
        : route.fulfill({ contentType: 'text/javascript', body: await readFile(file, 'utf8') }))
    })
    await page.goto(new URL('/judge/page.html', productUrl).href)
    // From here nothing stands between the player and the product.
    await page.unrouteAll()
    const asked = {
      url: new URL(playlistUrl, productUrl).href,
      sound,
      limitMs: (untilSeconds ?? seconds) * 1_500 + 30_000,
      ...(untilSeconds === undefined ? {} : { untilSeconds }),
    }
    return await page.evaluate<Played>(`globalThis.playLadder(${JSON.stringify(asked)})`)
  } finally {
    await context.close()
  }
}

const htmlOf = (scripts: readonly string[]): string =>
  `<!doctype html><meta charset="utf-8"><body style="margin:0"><video width="480" height="270" playsinline></video>${scripts
    .map((src) => `<script src="${src}"></script>`)
    .join('')}`

import { join } from 'node:path'
import type { Language } from '@cuepoint/domain'
import { storyGround } from '@cuepoint/testing/story'
import type { TFunction } from 'i18next'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { wordsOf } from './words.ts'

export const sizes = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1280, height: 800 } },
} as const
export type Size = keyof typeof sizes

const zones: Readonly<Record<Language, string>> = {
  en: 'Africa/Nairobi',
  es: 'America/Lima',
  th: 'Asia/Bangkok',
}
/** POSIX locales make the player's library throw; people have real ones. */
const locales: Readonly<Record<Language, string>> = { en: 'en-US', es: 'es-PE', th: 'th-TH' }

/** Someone with a browser of her own. Everything her console complains about is kept and held against the story. */
export type Person = {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly language: Language
  readonly page: Page
  readonly context: BrowserContext
  readonly t: TFunction
  readonly complaints: readonly string[]
  /** Goes to a path of the product. */
  go(path: string): Promise<void>
  /** Keeps a picture of what she sees, numbered in the order of the story. */
  look(scene: string): Promise<void>
}

let pictures = 0

export async function aPerson(
  browser: Browser,
  who: { name: string; email: string; language: Language; size: Size; dark?: boolean },
): Promise<Person> {
  const { url, screenshotDir } = storyGround()
  const context = await browser.newContext({
    ...sizes[who.size],
    locale: locales[who.language],
    timezoneId: zones[who.language],
    colorScheme: who.dark ? 'dark' : 'light',
    baseURL: url,
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  return {
    ...who,
    password: `three words for ${who.name}`,
    page,
    context,
    t: await wordsOf(who.language),
    complaints,
    async go(path) {
      await page.goto(path)
    },
    async look(scene) {
      pictures += 1
      const number = String(pictures).padStart(3, '0')
      await page.evaluate(() => document.fonts.ready)
      await page.screenshot({
        path: join(screenshotDir, `${number}-${who.language}-${who.size}-${scene}.png`),
        animations: 'disabled',
      })
    },
  }
}

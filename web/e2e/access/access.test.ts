import { rm } from 'node:fs/promises'
import { type Cast, castOf, lessonUnderReview, storyGround } from '@cuepoint/testing/story'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shortLesson } from '../story/files.ts'
import { type Size, sizes } from '../story/person.ts'
import { wordsOf } from '../story/words.ts'
import { type Scene, type Setting, scenes } from './scenes.ts'
import { seriousFindings } from './serious-findings.ts'
import { viewerOf } from './viewer.ts'

const questions = [
  { atMs: 500, kind: 'strength', text: 'What went well here?' },
  { atMs: 1_500, endMs: 3_000, kind: 'look-again', text: 'What do you see the second time?' },
  { atMs: 3_200, kind: 'connect', text: 'Why did she laugh?', required: false },
  { atMs: 3_500, kind: 'open', text: 'What would you try next?', required: false },
] as const

let browser: Browser
let setting: Setting
beforeAll(async () => {
  const { chromiumPath, chromiumArgs, url, databaseUrl } = storyGround()
  browser = await chromium.launch({ executablePath: chromiumPath, args: [...chromiumArgs, '--mute-audio'] })
  const cast = await castOf({ url, databaseUrl, language: 'en' })
  const { file, folder } = await shortLesson()
  const draft = await lessonUnderReview(cast, { file, questions, send: false })
  const sent = await lessonUnderReview(cast, { file, questions, send: true })
  const talked = await lessonUnderReview(cast, { file, questions, send: true })
  await rm(folder, { recursive: true })
  await talkedOver(cast, talked.reviewId)
  setting = { cast, draft, sent, talked, t: await wordsOf('en') }
})
afterAll(() => browser.close())

/** Answered by the teacher and opened by the coach, with something of everything a talk can hold. */
async function talkedOver({ coach, teacher }: Cast, reviewId: string): Promise<void> {
  const { prompts } = (await teacher.call('GET', `/reviews/${reviewId}`)) as { prompts: { id: string }[] }
  const drafts = []
  for (const { id } of prompts) {
    const words = { way: 'text', text: 'They counted aloud.', baseVersion: 0 }
    const { version } = await teacher.call('PUT', `/reviews/${reviewId}/prompts/${id}/draft`, words)
    drafts.push({ promptId: id, version })
  }
  await teacher.call('POST', `/reviews/${reviewId}/answers`, { drafts })
  await coach.call('POST', `/reviews/${reviewId}/discussion/open`)
  const step = { id: crypto.randomUUID(), ownerId: teacher.id, text: 'Wait longer', dueOn: null }
  await coach.call('POST', `/reviews/${reviewId}/steps`, step)
}

describe.each(Object.keys(sizes) as Size[])('axe finds nothing serious on a %s', (size) => {
  const viewers = new Map<Scene['who'], Page>()
  afterAll(async () => {
    for (const page of viewers.values()) await page.context().close()
  })
  const viewer = async (who: Scene['who']): Promise<Page> => {
    const page = viewers.get(who) ?? (await viewerOf(browser, size, who && setting.cast[who]))
    viewers.set(who, page)
    return page
  }

  test.each(scenes)('$name', { retry: 1 }, async ({ who, path, shows }) => {
    const page = await viewer(who)
    const findings: string[] = []
    // Colours are the same at any size: both schemes are looked at on the phone.
    for (const colorScheme of size === 'phone' ? (['light', 'dark'] as const) : (['light'] as const)) {
      // A change of the hash alone would not be a visit; one page in each scheme, so that no colour is on its way.
      await page.goto('about:blank')
      await page.emulateMedia({ colorScheme })
      await page.goto(path(setting))
      await shows(page, setting)
      await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
      findings.push(...(await seriousFindings(page)).map((finding) => `${colorScheme}: ${finding}`))
    }
    expect(findings).toEqual([])
  })
})

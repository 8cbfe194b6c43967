import { rm } from 'node:fs/promises'
import { formatTimecode } from '@cuepoint/domain'
import { type Cast, castOf, type Lesson, lessonUnderReview, storyGround } from '@cuepoint/testing/story'
import { thinLine } from '@cuepoint/testing/thin-line'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { momentStart } from '../../src/lib/playback.ts'
import { shortLesson } from '../story/files.ts'
import { aPerson, type Person } from '../story/person.ts'

/** What 256 kbit/s bring in 5 seconds, less four journeys of 150 ms there and back. */
const FIRST_QUESTION_BYTES = 140_000
const VISIT_BYTES = 3_000_000
/** What she watches of each moment, near enough to its end. */
const WATCHED_MS = 2_800

const questions = [
  { atMs: 2_000, kind: 'strength', text: 'What made them smile here?' },
  { atMs: 11_000, endMs: 14_000, kind: 'look-again', text: 'What do you see the second time?' },
  { atMs: 24_000, kind: 'open', text: 'What would you try next?' },
] as const

let browser: Browser
let cast: Cast
let lesson: Lesson
let file: string
let folder: string
beforeAll(async () => {
  const { chromiumPath, chromiumArgs, url, databaseUrl } = storyGround()
  browser = await chromium.launch({ executablePath: chromiumPath, args: [...chromiumArgs, '--mute-audio'] })
  cast = await castOf({ url, databaseUrl, language: 'en' })
  ;({ file, folder } = await shortLesson(30))
})
beforeEach(async () => {
  lesson = await lessonUnderReview(cast, { file, questions, send: true })
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true })
})

/** The teacher with a cold phone, signed in. */
async function teacher(): Promise<Person> {
  const { email, password, name } = cast.teacher
  const person = await aPerson(browser, { name, email, language: 'en', size: 'phone' })
  await person.context.request.post('/api/session', { data: { email, password } })
  return person
}

test('her first question, and a whole visit of three answers, fit through a thin line', async () => {
  const { page, context, t } = await teacher()
  const line = await thinLine(page)
  const began = performance.now()
  await page.goto(`/answer/${lesson.reviewId}`, { waitUntil: 'commit' })
  await page.getByText(questions[0].text).waitFor()
  const [firstBytes, firstMs] = [line.bytes(), performance.now() - began]
  process.stdout.write(`first question after ${(firstMs / 1_000).toFixed(1)} s and ${firstBytes} bytes\n`)
  expect(firstBytes).toBeLessThan(FIRST_QUESTION_BYTES)

  for (const [n, question] of questions.entries()) {
    const { atMs, text } = question
    await page.getByRole('heading', { name: text }).waitFor()
    const watchedMs = momentStart({ endMs: null, ...question }) + WATCHED_MS
    const to = 'endMs' in question ? `–${formatTimecode(question.endMs)}` : ''
    const moment = `${t('player:play')} ${formatTimecode(atMs)}${to}`
    await page.getByRole('button', { name: moment, exact: true }).click()
    await page.waitForFunction(
      (seconds) => (document.querySelector('video')?.currentTime ?? 0) >= seconds,
      watchedMs / 1_000,
      { timeout: 120_000 },
    )
    await page.getByLabel(t('answers:yourAnswer')).fill(`They counted aloud, ${n + 1}.`)
    await page.getByText(t('saving:saved'), { exact: true }).waitFor()
    const last = n === questions.length - 1
    await page.getByRole('button', { name: t(last ? 'answers:seeAll' : 'answers:next'), exact: true }).click()
  }
  await page.getByRole('button', { name: t('answers:send', { name: cast.coach.name }) }).click()
  await page.getByRole('heading', { name: t('answers:sent.title', { name: cast.coach.name }) }).waitFor()
  process.stdout.write(`the visit took ${line.bytes()} bytes\n`)
  expect(line.bytes()).toBeLessThan(VISIT_BYTES)
  await context.close()
})

test('what she writes without a network is kept, and saved when it is back', async () => {
  const { page, context, t } = await teacher()
  await page.goto(`/answer/${lesson.reviewId}`)
  const field = page.getByLabel(t('answers:yourAnswer'))
  await field.waitFor()
  const line = await thinLine(page)
  await line.cut()
  await field.fill('Written where there was no network.')
  await page.getByText(t('saving:kept')).waitFor()
  await line.mend()
  await page.getByText(t('saving:saved'), { exact: true }).waitFor()
  const { drafts } = await cast.teacher.call('GET', `/reviews/${lesson.reviewId}`)
  expect(drafts).toMatchObject([{ draft: { text: 'Written where there was no network.' } }])
  await context.close()
})

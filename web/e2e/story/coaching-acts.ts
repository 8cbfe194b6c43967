import { formatTimecode, type PromptKind } from '@cuepoint/domain'
import { expect } from 'vitest'
import { linkMailedTo } from './mails.ts'
import type { Person } from './person.ts'

export type Question = {
  kind: PromptKind
  atSeconds: number
  /** Makes it a range, by I and O on the keyboard or the stretch buttons on a phone. */
  endSeconds?: number
  text: string
  required?: boolean
}

/** The moment the clip shows, set past the controls: the story is about asking, not about aiming at a bar. */
async function goTo({ page, t }: Person, seconds: number): Promise<void> {
  const bar = page.getByRole('slider', { name: t('player:seek') })
  await bar.fill(String(seconds * 1000))
  await expect
    .poll(() => bar.getAttribute('aria-valuetext'))
    .toContain(t('player:placeOf', { at: formatTimecode(seconds * 1000), end: '' }).trim())
}

/** Pins a question where the clip stands: Q on a keyboard, the button under the clip on a phone. */
async function pin(person: Person, question: Question, byKeys: boolean): Promise<void> {
  const { page, t } = person
  const player = page.getByRole('region', { name: t('player:player') })
  await goTo(person, question.atSeconds)
  if (question.endSeconds === undefined) {
    if (byKeys) {
      await player.getByRole('button', { name: t('player:play'), exact: true }).focus()
      await page.keyboard.press('q')
    } else await page.getByRole('button', { name: t('reviews:askHere') }).click()
    return
  }
  if (byKeys) {
    await player.getByRole('button', { name: t('player:play'), exact: true }).focus()
    await page.keyboard.press('i')
    await goTo(person, question.endSeconds)
    await page.keyboard.press('o')
    return
  }
  await player.getByRole('button', { name: t('player:rangeStartShort'), exact: true }).click()
  await goTo(person, question.endSeconds)
  await player
    .getByRole('button', {
      name: t('player:rangeEndShort', { from: formatTimecode(question.atSeconds * 1000) }),
    })
    .click()
}

/** The coach opens the clip, writes her questions while watching, looks at them as the teacher, and sends them. */
export async function ask(
  coach: Person,
  clipId: string,
  teacher: Person,
  questions: readonly Question[],
  byKeys: boolean,
): Promise<string> {
  const { page, t } = coach
  await coach.go(`/clips/${clipId}`)
  await page.getByRole('button', { name: t('clips:reviews.begin') }).click()
  await page.waitForURL(/\/reviews\/[0-9a-f-]{36}$/)
  await page.getByRole('region', { name: t('player:player') }).waitFor()
  await expect
    .poll(() => page.evaluate(() => (document.querySelector('video')?.readyState ?? 0) > 0))
    .toBe(true)
  await coach.look('review-empty')
  for (const question of questions) {
    await pin(coach, question, byKeys)
    const words = page.getByLabel(t('reviews:question'), { exact: true })
    await words.waitFor()
    await page
      .getByText(t(`kinds:${question.kind}.name`), { exact: true })
      .last()
      .click()
    await words.fill(question.text)
    if (question.required === false) await page.getByLabel(t('reviews:required')).uncheck()
    await coach.look(`asking-${question.kind}`)
    await page.getByRole('button', { name: t('reviews:done'), exact: true }).click()
  }
  await page.getByRole('button', { name: t('reviews:preview', { names: teacher.name }) }).click()
  await page.getByText(t('reviews:previewBar', { names: teacher.name })).waitFor()
  await coach.look('preview')
  await page.getByRole('button', { name: t('reviews:backToWriting') }).click()
  await page.getByLabel(t('reviews:due')).fill('2027-01-15')
  await page.getByRole('button', { name: t('reviews:send', { names: teacher.name }) }).click()
  await page.getByText(t('reviews:progress', { name: teacher.name, answered: 0, count: 2 })).waitFor()
  await coach.look('review-sent')
  return new URL(page.url()).pathname.split('/')[2] ?? ''
}

/** She comes by the link in her mail, answers one, leaves one out, would rather talk about one, and sends. */
export async function answer(
  teacher: Person,
  coach: Person,
  texts: readonly [string, string],
): Promise<void> {
  const { page, t } = teacher
  await page.goto(await linkMailedTo(teacher.email, /\/answer\//))
  const field = page.getByLabel(t('answers:yourAnswer'))
  await field.waitFor()
  await teacher.look('first-question')
  await field.fill(texts[0])
  await page.getByText(t('saving:saved'), { exact: true }).waitFor()
  // What was typed is there after a reload: nothing hangs on one page staying open.
  await page.reload()
  await expect.poll(() => field.inputValue()).toBe(texts[0])
  await page.getByRole('button', { name: t('answers:next'), exact: true }).click()
  await page.getByRole('button', { name: t('answers:rather') }).click()
  await teacher.look('rather-talk')
  await page.getByRole('button', { name: t('answers:next'), exact: true }).click()
  await field.fill(texts[1])
  await page.getByRole('button', { name: t('answers:seeAll') }).click()
  await page.getByRole('heading', { name: t('answers:all.title') }).waitFor()
  await teacher.look('all-answers')
  await page.getByRole('button', { name: t('answers:send', { name: coach.name }) }).click()
  await page.getByRole('heading', { name: t('answers:sent.title', { name: coach.name }) }).waitFor()
  await teacher.look('answers-sent')
}

/** Plans the talk; resolves once the other side can read the time. */
export async function planTalk(coach: Person, reviewId: string): Promise<void> {
  const { page, t } = coach
  await coach.go(`/reviews/${reviewId}/talk`)
  await page.getByText(t('discussions:gate.open')).waitFor()
  await coach.look('gate-open')
  await page.getByRole('button', { name: t('discussions:time.set') }).click()
  await page.getByLabel(t('discussions:time.label')).fill('2027-01-20T15:30')
  await page.getByRole('button', { name: t('discussions:time.save') }).click()
  await page.getByRole('button', { name: t('discussions:time.change') }).waitFor()
  await coach.look('talk-planned')
}

/** They talk: opened by one, played from, written down by both, a step agreed, closed by the coach. */
export async function talk(
  coach: Person,
  teacher: Person,
  reviewId: string,
  words: { note: string; reply: string; summary: string; step: string },
): Promise<void> {
  const { page, t } = coach
  await page.getByRole('button', { name: t('discussions:open.button') }).click()
  await page.getByText(t('discussions:summary.title')).first().waitFor()
  await page.getByLabel(t('notes:write')).fill(words.note)
  await page.getByRole('button', { name: t('notes:add') }).click()
  await page.getByText(words.note).first().waitFor()

  await teacher.go(`/reviews/${reviewId}/talk`)
  const hers = teacher.page
  await hers.getByText(words.note).first().waitFor()
  await hers.getByRole('button', { name: teacher.t('notes:reply'), exact: true }).click()
  await hers.getByLabel(teacher.t('notes:replyTo', { name: coach.name })).fill(words.reply)
  await hers.getByRole('button', { name: teacher.t('notes:reply'), exact: true }).click()
  // The coach's page is open: the reply comes without a reload.
  await page.getByText(words.reply).first().waitFor()

  await page.getByLabel(t('discussions:summary.label')).fill(words.summary)
  await page.getByPlaceholder(t('discussions:steps.what')).fill(words.step)
  await page.getByRole('button', { name: t('discussions:steps.add') }).click()
  await hers.getByText(words.step).first().waitFor()
  await expect
    .poll(() => hers.getByLabel(teacher.t('discussions:summary.label')).inputValue())
    .toBe(words.summary)
  await coach.look('talk')
  await teacher.look('talk')
  await page.getByRole('button', { name: t('discussions:close.button') }).click()
  await page.getByRole('button', { name: t('discussions:close.yes') }).click()
  await page.getByText(words.summary).first().waitFor()
  await coach.look('talk-closed')
}

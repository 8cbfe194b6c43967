import { formatTimecode } from '@cuepoint/domain'
import { expect } from 'vitest'
import type { Person } from './person.ts'

type Question = { atMs: number; endMs?: number; kind: 'strength' | 'look-again' | 'connect'; text: string }

/** The moment the clip shows, set past the controls: the story is about asking, not about aiming at a bar. */
async function goTo(person: Person, atMs: number): Promise<void> {
  const bar = person.page.getByRole('slider', { name: person.t('player:seek') })
  await bar.fill(String(atMs))
  const { t } = person
  await expect
    .poll(() => bar.getAttribute('aria-valuetext'))
    .toContain(t('player:placeOf', { at: formatTimecode(atMs), end: '' }).trim())
}

/** The coach pins questions to the clip, looks at them as the teacher will, and sends them. Resolves to the review's id. */
export async function ask(coach: Person, clipId: string, teacher: string, questions: readonly Question[]) {
  const { page, t } = coach
  await coach.go(`/clips/${clipId}`)
  await page.getByRole('button', { name: t('clips:reviews.begin') }).click()
  await page.waitForURL(/\/reviews\/[0-9a-f-]{36}$/)
  await page.getByRole('heading', { name: t('reviews:editTitle', { names: teacher }) }).waitFor()
  await page.getByRole('slider', { name: t('player:seek') }).waitFor()
  await coach.look('editor-empty')
  for (const { atMs, endMs, kind, text } of questions) {
    await goTo(coach, atMs)
    if (endMs === undefined) {
      await page.getByRole('button', { name: t('reviews:askHere') }).click()
    } else {
      await page.getByRole('button', { name: t('player:rangeStartShort'), exact: true }).click()
      await goTo(coach, endMs)
      await page
        .getByRole('button', { name: t('player:rangeEndShort', { from: formatTimecode(atMs) }) })
        .click()
    }
    await page.getByRole('textbox', { name: t('reviews:question') }).fill(text)
    // The radio itself is out of sight; people press its picture and word.
    await page
      .locator('fieldset label')
      .filter({ hasText: t(`kinds:${kind}.name`) })
      .click()
    expect(await page.getByRole('radio', { name: t(`kinds:${kind}.name`) }).isChecked()).toBe(true)
    await coach.look(`asking-${kind}`)
    await page.getByRole('button', { name: t('reviews:done'), exact: true }).click()
  }
  await page.getByText(t('saving:saved'), { exact: true }).waitFor()
  await page.getByRole('button', { name: t('reviews:preview', { names: teacher }) }).click()
  await page.getByRole('heading', { name: questions[0]?.text ?? '' }).waitFor()
  await coach.look('preview')
  await page.getByRole('button', { name: t('reviews:backToWriting') }).click()
  await page.getByRole('button', { name: t('reviews:send', { names: teacher }), exact: true }).click()
  await page
    .getByText(t('reviews:progress', { name: teacher, answered: 0, count: questions.length }))
    .waitFor()
  await coach.look('sent')
  return new URL(page.url()).pathname.split('/')[2] ?? ''
}

type Said = { words: string } | { talk: true }

/** The teacher answers one question after the other, reads everything once more and sends it. */
export async function answer(teacher: Person, reviewId: string, coach: string, said: readonly Said[]) {
  const { page, t } = teacher
  await teacher.go(`/answer/${reviewId}`)
  await page.getByRole('textbox', { name: t('answers:yourAnswer') }).waitFor()
  await teacher.look('question')
  for (const [n, each] of said.entries()) {
    await page.getByText(t('answers:step', { n: n + 1, count: said.length }), { exact: true }).waitFor()
    if ('talk' in each) await page.getByRole('button', { name: t('answers:rather') }).click()
    else await page.getByRole('textbox', { name: t('answers:yourAnswer') }).fill(each.words)
    await page.getByText(t('saving:saved'), { exact: true }).waitFor()
    await teacher.look(`answer-${n + 1}`)
    const last = n === said.length - 1
    await page.getByRole('button', { name: t(last ? 'answers:seeAll' : 'answers:next'), exact: true }).click()
  }
  await page.getByRole('heading', { name: t('answers:all.title') }).waitFor()
  await teacher.look('all-answers')
  await page.getByRole('button', { name: t('answers:send', { name: coach }) }).click()
  await page.getByRole('heading', { name: t('answers:sent.title', { name: coach }) }).waitFor()
  await teacher.look('answers-sent')
}

/** They agree on a time, open the talk, write down what they take from it and what comes next; the coach closes it. */
export async function talk(coach: Person, teacher: Person, reviewId: string) {
  const { page, t } = coach
  await coach.go(`/reviews/${reviewId}/talk`)
  await page.getByText(t('discussions:gate.open')).waitFor()
  await page.getByRole('button', { name: t('discussions:time.set') }).click()
  await page.getByLabel(t('discussions:time.label')).fill('2030-03-05T16:00')
  await coach.look('talk-time')
  await page.getByRole('button', { name: t('discussions:time.save') }).click()
  await page.getByRole('button', { name: t('discussions:time.change') }).waitFor()
  await page.getByRole('button', { name: t('discussions:open.button'), exact: true }).click()
  await page.getByRole('button', { name: t('discussions:close.button') }).waitFor()

  await teacher.go(`/reviews/${reviewId}/talk`)
  await teacher.page.getByRole('textbox', { name: teacher.t('notes:write') }).fill('Aquí esperé / ตรงนี้')
  await teacher.page.getByRole('button', { name: teacher.t('notes:add') }).click()
  await teacher.page.getByRole('button', { name: teacher.t('notes:reply') }).waitFor()
  await teacher.look('talk-note')
  // The coach's page hears of it by itself, and she answers.
  await page.getByRole('button', { name: t('notes:reply'), exact: true }).click()
  await page.getByRole('textbox', { name: t('notes:replyTo', { name: teacher.name }) }).fill('Sí / ใช่')
  await page.getByRole('button', { name: t('notes:reply'), exact: true }).click()

  await page.getByRole('textbox', { name: t('discussions:summary.label') }).fill('Wait, then ask.')
  await page.getByRole('textbox', { name: t('discussions:steps.what') }).fill('Count to five.')
  await page.getByRole('button', { name: t('discussions:steps.add') }).click()
  await page
    .getByRole('checkbox', { name: t('discussions:steps.done', { text: 'Count to five.' }) })
    .waitFor()
  await coach.look('talk')
  await page.getByRole('button', { name: t('discussions:close.button') }).click()
  await page.getByRole('button', { name: t('discussions:close.yes'), exact: true }).click()
  await page.getByRole('button', { name: t('discussions:close.yes') }).waitFor({ state: 'detached' })
  await coach.look('talk-closed')

  // Her page hears of the closing by itself: the words are words now, not a field.
  await teacher.page.getByRole('paragraph').filter({ hasText: 'Wait, then ask.' }).waitFor()
  const step = teacher.page.getByRole('checkbox', {
    name: teacher.t('discussions:steps.done', { text: 'Count to five.' }),
  })
  await step.check()
  await teacher.look('step-done')
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Language } from '@cuepoint/domain'
import { createProgramWithLead, storyGround } from '@cuepoint/testing/story'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accept, bringTogether, invite, sendClip, shareWithPartner, watch } from './acts.ts'
import { aLesson, walkingPeople } from './files.ts'
import { aPerson, type Person, type Size } from './person.ts'
import { answer, ask, talk } from './review-acts.ts'

let browser: Browser
let folder: string
beforeAll(async () => {
  const { chromiumPath, chromiumArgs } = storyGround()
  folder = await mkdtemp(join(tmpdir(), 'story-'))
  browser = await chromium.launch({ executablePath: chromiumPath, args: [...chromiumArgs, '--mute-audio'] })
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

type Cast = { language: Language; coachOn: Size; teacherOn: Size; names: readonly [string, string, string] }
const casts: readonly Cast[] = [
  { language: 'en', coachOn: 'desktop', teacherOn: 'phone', names: ['Lead', 'Coach', 'Teacher'] },
  { language: 'es', coachOn: 'phone', teacherOn: 'desktop', names: ['Directora', 'Asesora', 'Maestra'] },
  { language: 'th', coachOn: 'desktop', teacherOn: 'phone', names: ['ผู้นำ', 'โค้ช', 'ครู'] },
]

describe.each(casts)('the whole job in $language', ({ language, coachOn, teacherOn, names }) => {
  let lead: Person
  let coach: Person
  let teacher: Person
  let programId: string
  let clipId: string
  let reviewId: string

  beforeAll(async () => {
    const address = (who: string) => `${who}.${language}@school.test`
    lead = await aPerson(browser, { name: names[0], email: address('lead'), language, size: 'desktop' })
    coach = await aPerson(browser, { name: names[1], email: address('coach'), language, size: coachOn })
    teacher = await aPerson(browser, {
      name: names[2],
      email: address('teacher'),
      language,
      size: teacherOn,
      dark: language === 'th',
    })
  })
  afterAll(async () => {
    for (const person of [lead, coach, teacher]) await person.context.close()
  })

  test('a lead begins a program, invites a coach and a teacher and brings them together', async () => {
    const { databaseUrl, url } = storyGround()
    const program = await createProgramWithLead(databaseUrl, {
      name: `Escuela ${language}`,
      language,
      leadEmail: lead.email,
      publicUrl: url,
    })
    programId = program.programId
    await accept(lead, program.invitationUrl)
    await lead.look('home-lead')
    await invite(lead, programId, coach, 'coach')
    await coach.look('home-coach')
    await invite(lead, programId, teacher, 'teacher')
    await teacher.look('home-teacher')
    await bringTogether(lead, programId, coach, teacher)
    expect(await lead.page.getByText(coach.name).count()).toBeGreaterThan(0)
  })

  test('the teacher sends a clip, sees it become ready, and shares it', async () => {
    clipId = await sendClip(teacher, await aLesson(folder), 'Fracciones 1/2', 'Minuto 0:20')
    await shareWithPartner(teacher, coach.name)
    expect(await watch(teacher)).toMatchObject({ moved: true, heard: true })
  })

  test.runIf(language === 'en')('a real clip without sound is sent and watched as well', async (context) => {
    const file = walkingPeople()
    if (file === undefined) return context.skip('people-walking.mp4 is not beside the repository')
    await sendClip(teacher, file, 'Walking', '')
    expect(await watch(teacher)).toMatchObject({ moved: true, heard: false })
  })

  test('the coach finds it on her home page', async () => {
    await coach.go('/')
    await coach.page.getByText('Fracciones 1/2').first().waitFor()
    await coach.look('home-coach-clip')
    expect(clipId).not.toBe('')
  })

  test('the coach asks about three moments, one of them a stretch, and sends it', async () => {
    reviewId = await ask(coach, clipId, teacher.name, [
      { atMs: 4000, kind: 'strength', text: 'Uno / หนึ่ง / One?' },
      { atMs: 10_000, endMs: 14_000, kind: 'look-again', text: 'Dos / สอง / Two?' },
      { atMs: 30_000, kind: 'connect', text: 'Tres / สาม / Three?' },
    ])
    expect(reviewId).not.toBe('')
  })

  test('the teacher answers on her own, one question after the other', async () => {
    await answer(teacher, reviewId, coach.name, [
      { words: 'Esperé. / I waited.' },
      { talk: true },
      { words: 'Contaron. / They counted.' },
    ])
    await coach.page
      .getByText(coach.t('reviews:progress', { name: teacher.name, answered: 3, count: 3 }))
      .waitFor()
    await coach.look('answered')
    expect(await coach.page.getByText('Esperé. / I waited.').count()).toBe(1)
  })

  test('they talk, agree on a step, and the coach closes the talk', async () => {
    await talk(coach, teacher, reviewId)
    expect(await teacher.page.getByText('Sí / ใช่').count()).toBe(1)
  })

  test('nobody’s console has complained', () => {
    expect([...lead.complaints, ...coach.complaints, ...teacher.complaints]).toEqual([])
  })
})

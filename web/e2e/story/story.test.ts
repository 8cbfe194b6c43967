import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Language } from '@cuepoint/domain'
import { openProgram, storyGround } from '@cuepoint/testing/story'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accept, bringTogether, invite, sendClip, shareWithPartner, watch } from './acts.ts'
import { answer, ask, planTalk, type Question, talk } from './coaching-acts.ts'
import { aLesson, walkingPeople } from './files.ts'
import { linkMailedTo } from './mails.ts'
import { aPerson, type Person, type Size } from './person.ts'

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
    const { tokens, ...program } = await openProgram(databaseUrl, {
      name: `Escuela ${language}`,
      language,
      invite: [{ email: lead.email, roles: ['lead'] }],
    })
    programId = program.programId
    await accept(lead, `${url}/invitation#${tokens[0]}`)
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

  test('a real clip without sound is sent and watched as well', async (context) => {
    // Once is enough: what the worker makes of it has no language.
    if (language !== 'en') return
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

  test('she asks three questions, one of them about a stretch', async () => {
    const questions: readonly Question[] = [
      { kind: 'strength', atSeconds: 8, text: `1 ${language} ¿? ดี` },
      { kind: 'look-again', atSeconds: 20, endSeconds: 26, text: `2 ${language} ¿? ดู` },
      { kind: 'open', atSeconds: 40, text: `3 ${language} ¿? ถาม`, required: false },
    ]
    reviewId = await ask(coach, clipId, teacher, questions, coachOn === 'desktop')
    expect(reviewId).not.toBe('')
  })

  test('the teacher answers them from her mail, and the gate opens', async () => {
    await answer(teacher, coach, ['Lo que funcionó · ดีมาก', 'Otra cosa · อีกอย่าง'])
    // Her page is open all the while: it hears that the answers are in.
    await coach.page
      .getByText(coach.t('reviews:progress', { name: teacher.name, answered: 2, count: 2 }))
      .waitFor()
    await coach.look('answers-in')
    expect(await linkMailedTo(coach.email, /\/reviews\//)).toContain(reviewId)
  })

  test('they plan the talk, hold it, agree on a step and close it', async () => {
    await planTalk(coach, reviewId)
    await talk(coach, teacher, reviewId, {
      note: 'Nota · บันทึก',
      reply: 'Respuesta · ตอบ',
      summary: 'Resumen · สรุป',
      step: 'Paso · ก้าวต่อไป',
    })
    await teacher.go('/')
    await teacher.page.getByText('Paso · ก้าวต่อไป').first().waitFor()
    await teacher.look('home-with-step')
    await coach.go('/')
    await coach.page.getByText(coach.t('home:doing.next-clip')).first().waitFor()
    await coach.look('home-after')
    expect(await linkMailedTo(teacher.email, /\/talk/)).toContain(reviewId)
  })

  test('nobody’s console has complained', () => {
    expect([...lead.complaints, ...coach.complaints, ...teacher.complaints]).toEqual([])
  })
})

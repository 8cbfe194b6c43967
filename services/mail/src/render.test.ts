import { instantFrom, type Language, languages, mailedKinds, notificationKinds } from '@cuepoint/domain'
import { describe, expect, test } from 'vitest'
import { mailFor } from './mail-for.ts'
import { renderMail } from './render.ts'
import type { MailContent, MailTemplate } from './templates.ts'

const link = 'https://coaching.example/answer/3#a&b'
const letters: { [T in MailTemplate]: Extract<MailContent, { template: T }> } = {
  invitation: {
    template: 'invitation',
    params: {
      fromName: 'Ana',
      programName: 'Valle Norte',
      link,
      expiresAt: instantFrom('2026-12-05T10:00:00Z'),
    },
  },
  'password-reset': { template: 'password-reset', params: { name: 'Somchai', link, minutes: 60 } },
  'clip-shared': { template: 'clip-shared', params: { name: 'Somchai', fromName: 'Ana', link } },
  'review-sent': {
    template: 'review-sent',
    params: { name: 'Somchai', fromName: 'Ana', link, dueOn: '2026-12-05' },
  },
  'review-ready': { template: 'review-ready', params: { name: 'Somchai', fromName: 'Ana', link } },
  'discussion-scheduled': {
    template: 'discussion-scheduled',
    params: {
      name: 'Somchai',
      fromName: 'Ana',
      link,
      at: instantFrom('2026-12-05T02:30:00Z'),
      timeZone: 'Asia/Bangkok',
    },
  },
  'review-discussed': { template: 'review-discussed', params: { name: 'Somchai', fromName: 'Ana', link } },
}
const every = languages.flatMap((language) =>
  Object.values(letters).map((letter) => [letter.template, language, letter] as const),
)

describe.each(every)('%s in %s', (_template, language, letter) => {
  const mail = renderMail({ language, ...letter })

  test('is written out in both forms and leads straight to the place', () => {
    for (const part of [mail.subject, mail.text, mail.html])
      expect(part).not.toMatch(/\{\w+\}|undefined|null/)
    expect(mail.text).toContain(`\n${link}\n`)
    expect(mail.html).toContain('href="https://coaching.example/answer/3#a&amp;b"')
    expect(mail.html).toContain(`<html lang="${language}">`)
    expect(mail.subject.length).toBeLessThan(80)
  })

  test('is in that language', () => {
    const thai = /[฀-๿]/.test(mail.text)
    expect(thai).toBe(language === 'th')
    for (const other of languages.filter((each) => each !== language))
      expect(mail.text).not.toBe(renderMail({ language: other, ...letter }).text)
  })
})

describe('the words', () => {
  const at = (language: Language, template: MailTemplate) =>
    renderMail({ language, ...letters[template] }).text

  test('give the day of an invitation’s end and of a due date in the reader’s way', () => {
    expect(at('en', 'invitation')).toContain('December 5, 2026')
    expect(at('es', 'review-sent')).toContain('5 de diciembre de 2026')
    expect(at('th', 'review-sent')).toContain('วันที่ 5 ธันวาคม 2569')
  })

  test('give the time of a talk in the reader’s own time zone', () => {
    expect(at('en', 'discussion-scheduled')).toMatch(/Saturday.*December 5.*9:30.AM GMT\+7/)
  })

  test('say nothing of a due date where there is none', () => {
    const mail = renderMail({
      language: 'en',
      template: 'review-sent',
      params: { name: 'Somchai', fromName: 'Ana', link, dueOn: null },
    })
    expect(mail.text).not.toContain('hear from you by')
  })

  test('name a colleague where nobody is known', () => {
    const mail = renderMail({
      language: 'es',
      template: 'clip-shared',
      params: { name: 'Somchai', fromName: null, link },
    })
    expect(mail.subject).toBe('Alguien de tu equipo te muestra una clase')
  })
})

test('a name can neither begin a header nor bring markup', () => {
  const mail = renderMail({
    language: 'en',
    template: 'clip-shared',
    params: { name: '<img src=x>', fromName: 'Ana\r\nBcc: everyone@example.org', link },
  })
  expect(mail.subject).toBe('Ana Bcc: everyone@example.org shows you a lesson')
  expect(mail.html).not.toContain('<img')
  expect(mail.html).toContain('&lt;img src=x&gt;')
})

describe('the mail for a fact', () => {
  const fact = {
    publicUrl: 'https://coaching.example',
    name: 'Somchai',
    timeZone: 'Asia/Bangkok',
    fromName: 'Ana',
    clipId: 'c1',
    reviewId: 'r1',
    dueOn: null,
    discussionAt: instantFrom('2026-12-05T02:30:00Z'),
  }

  test.each(notificationKinds)('%s is there exactly when the fact is mailed', (kind) => {
    expect(mailFor({ ...fact, kind }) !== undefined).toBe(mailedKinds.includes(kind))
  })

  test.each([
    ['clip-shared', '/clips/c1'],
    ['review-sent', '/answer/r1'],
    ['review-ready', '/reviews/r1'],
    ['discussion-scheduled', '/reviews/r1/talk'],
    ['review-discussed', '/reviews/r1/talk'],
  ] as const)('%s leads to %s', (kind, path) => {
    expect(mailFor({ ...fact, kind })?.params.link).toBe(`https://coaching.example${path}`)
  })

  test('a talk whose time was taken back is not announced', () => {
    expect(mailFor({ ...fact, kind: 'discussion-scheduled', discussionAt: null })).toBeUndefined()
  })
})

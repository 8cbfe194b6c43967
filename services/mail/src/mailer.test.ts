import { randomUUID } from 'node:crypto'
import { testServices } from '@cuepoint/testing'
import { expect, test } from 'vitest'
import { createMailer, MailNotSent } from './mailer.ts'

const letter = {
  language: 'th',
  template: 'password-reset',
  params: { name: 'สมชาย', link: 'https://coaching.example/reset#abc', minutes: 60 },
} as const

test('a mail arrives with its words, its link and its sender', async () => {
  const { smtpUrl, mailPageUrl } = testServices()
  const mailer = createMailer({ smtpUrl, from: 'Cuepoint <cuepoint@coaching.example>' })
  const to = `somchai-${randomUUID()}@coaching.example`
  await mailer.check()
  await mailer.send({ to, ...letter })
  mailer.close()
  const answer = await fetch(`${mailPageUrl}/api/mails?to=${encodeURIComponent(to)}`)
  const mails = (await answer.json()) as { from: string; subject: string; text: string; links: string[] }[]
  expect(mails).toHaveLength(1)
  expect(mails[0]).toMatchObject({
    from: 'cuepoint@coaching.example',
    subject: 'รหัสผ่านใหม่สำหรับ Cuepoint',
    links: ['https://coaching.example/reset#abc'],
  })
  expect(mails[0]?.text).toContain('สมชาย')
})

test('a server that is away is told apart from one that refuses, without an address in the message', async () => {
  const mailer = createMailer({ smtpUrl: 'smtp://127.0.0.1:1', from: 'cuepoint@coaching.example' })
  const error = await mailer
    .send({ to: 'somchai@private.example', ...letter })
    .catch((thrown: unknown) => thrown)
  mailer.close()
  expect(error).toBeInstanceOf(MailNotSent)
  expect(error).toMatchObject({ permanent: false })
  expect(JSON.stringify([error, String((error as Error).stack)])).not.toContain('private')
})

import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startMail } from '../mail.ts'
import type { Ground, Part } from '../part.ts'
import { repositoryRoot } from '../repository-root.ts'
import { openMailbox } from './mailbox.ts'

let dataDir: string
let catcher: Part
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'cuepoint-mail-'))
  const ground: Ground = {
    root: repositoryRoot,
    dataDir,
    cacheDir: dataDir,
    env: process.env,
    durable: false,
    say: () => undefined,
  }
  catcher = await startMail({ ...ground, env: { PATH: process.env['PATH'] } })
})
afterEach(async () => {
  await catcher.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** Speaks the protocol itself: each line is sent once the one before was answered. */
async function send(to: string, mail: string): Promise<void> {
  const socket = connect(catcher.port ?? 0, '127.0.0.1')
  const lines = [
    'EHLO test',
    'MAIL FROM:<from@example.org>',
    `RCPT TO:<${to}>`,
    'DATA',
    `${mail}\r\n.`,
    'QUIT',
  ]
  for await (const answer of createInterface({ input: socket })) {
    if (/^\d{3} /.test(answer)) socket.write(`${lines.shift() ?? ''}\r\n`)
    if (answer.startsWith('221')) break
  }
  socket.destroy()
}

const page = async (path: string) => await fetch(new URL(path, catcher.env['MAIL_PAGE_URL']))

test('a mail is found by its recipient, with its words and links', async () => {
  await send(
    'Ana@example.org',
    'Subject: Hello Ana\r\nTo: ana@example.org\r\n\r\nPress https://example.org/go?a=1 to begin.',
  )
  await send('ben@example.org', 'Subject: Hello Ben\r\n\r\nNothing to press.')
  const mails = await (await page('/api/mails?to=ana@example.org')).json()
  expect(mails).toMatchObject([
    { subject: 'Hello Ana', to: ['ana@example.org'], links: ['https://example.org/go?a=1'] },
  ])
  await expect((await page('/api/mails')).json()).resolves.toHaveLength(2)
})

test('the page shows a mail as text, and its formatted version cannot run a script', async () => {
  await send(
    'ana@example.org',
    'Subject: <b>bold</b>\r\nContent-Type: text/html\r\n\r\n<p>Hi</p><script>steal()</script>',
  )
  const list = await (await page('/')).text()
  expect(list).not.toContain('<b>bold</b>')
  const path = /\/mails\/[\d-]+/.exec(list)?.[0] ?? ''
  const response = await page(path)
  const shown = await response.text()
  expect(shown).toContain('<iframe sandbox ')
  expect(shown).not.toContain('<script>')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('mails are kept over a restart, and only the newest five hundred', async () => {
  const folder = join(dataDir, 'many')
  const box = await openMailbox(folder)
  for (let count = 0; count < 503; count += 1)
    await box.keep(Buffer.from(`Subject: number ${count}\r\n\r\nx`), ['a@b.c'], 1_000 + count)
  const reopened = await openMailbox(folder)
  expect(reopened.listMails()).toHaveLength(500)
  expect(reopened.listMails()[0]?.subject).toBe('number 502')
  expect(reopened.listMails().at(-1)?.subject).toBe('number 3')
})

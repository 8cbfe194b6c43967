import { join } from 'node:path'
import { startListeningChild } from './listening-child.ts'
import { type Ground, nothingToStop, type Part } from './part.ts'

/** Mail through SMTP_URL, else a catcher on loopback that keeps every mail readable on a page (MAIL_PAGE_URL). */
export async function startMail(ground: Ground, before?: Part): Promise<Part> {
  const { env } = ground
  const from = { MAIL_FROM: env['MAIL_FROM'] ?? 'Cuepoint <cuepoint@localhost>' }
  if (env['SMTP_URL']) {
    return {
      name: 'mail',
      version: 'given',
      from: 'SMTP_URL',
      env: { ...from, SMTP_URL: env['SMTP_URL'] },
      stop: nothingToStop,
    }
  }
  const { child, listening } = await startListeningChild({
    name: 'mail',
    command: process.execPath,
    args: [join(ground.root, 'infra/local/mail-catcher/main.ts')],
    env: {
      PATH: env['PATH'],
      HOME: env['HOME'],
      MAIL_DIR: join(ground.dataDir, 'mail'),
      SMTP_PORT: String(before?.port ?? 0),
      HTTP_PORT: before ? new URL(before.env['MAIL_PAGE_URL'] ?? '').port : (env['MAIL_PAGE_PORT'] ?? '0'),
    },
    cwd: ground.root,
    dataDir: ground.dataDir,
  })
  const smtpUrl = `smtp://127.0.0.1:${Number(listening['smtpPort'])}`
  const pageUrl = `http://127.0.0.1:${Number(listening['httpPort'])}`
  return {
    name: 'mail',
    version: '1',
    from: `embedded catcher, mails on ${pageUrl}`,
    port: Number(listening['smtpPort']),
    child,
    env: { ...from, SMTP_URL: smtpUrl, MAIL_PAGE_URL: pageUrl },
    stop: () => child.stop(),
  }
}

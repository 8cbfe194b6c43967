import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { callbackify } from 'node:util'
import { SMTPServer } from 'smtp-server'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { listPage, mailPage } from './page.ts'

// A process of its own: reads MAIL_DIR, SMTP_PORT and HTTP_PORT (0 is any), says where it listens, ends on SIGTERM.
const MAX_MAIL_BYTES = 10_000_000

const mailbox = await openMailbox(process.env['MAIL_DIR'] ?? 'mail')
const smtp = catchMails(mailbox)
const http = showMails(mailbox)
const [smtpPort, httpPort] = await Promise.all([
  listen(smtp, Number(process.env['SMTP_PORT'] ?? 0)),
  listen(http, Number(process.env['HTTP_PORT'] ?? 0)),
])
process.stdout.write(`${JSON.stringify({ listening: { smtpPort, httpPort } })}\n`)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0))

function catchMails(box: Mailbox): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    size: MAX_MAIL_BYTES,
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const recipients = session.envelope.rcptTo.map(({ address }) => address)
        const kept = box.keep(Buffer.concat(chunks), recipients, Date.now())
        callbackify(async () => await kept)(done)
      })
    },
  })
}

function showMails(box: Mailbox): ReturnType<typeof createServer> {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const send = (status: number, type: string, body: string): void => {
      response.writeHead(status, {
        'content-type': `${type}; charset=utf-8`,
        'content-security-policy':
          "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'",
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      })
      response.end(body)
    }
    const mail = box.findMail(url.pathname.replace('/mails/', ''))
    if (url.pathname === '/') send(200, 'text/html', listPage(box.listMails()))
    else if (url.pathname === '/api/mails')
      send(200, 'application/json', JSON.stringify(box.listMails(url.searchParams.get('to') ?? undefined)))
    else if (mail) send(200, 'text/html', mailPage(mail))
    else send(404, 'text/plain', 'There is no such mail here.')
  })
}

async function listen(
  server: {
    listen: (port: number, host: string, done: () => void) => unknown
    address?: () => AddressInfo | string | null
    server?: { address: () => AddressInfo | string | null }
  },
  port: number,
): Promise<number> {
  await new Promise<void>((done) => {
    server.listen(port, '127.0.0.1', done)
  })
  const address = server.address?.() ?? server.server?.address()
  if (!address || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

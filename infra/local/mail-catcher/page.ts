import type { CaughtMail } from './mailbox.ts'

const frame = (title: string, body: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
  a { color: teal } li { margin: .5rem 0 } pre { white-space: pre-wrap; overflow-wrap: anywhere }
  iframe { width: 100%; height: 28rem; border: 1px solid gray; background: white } small { opacity: .7 }
</style>
${body}</html>`

/** All caught mails, newest first. */
export function listPage(mails: readonly CaughtMail[]): string {
  const rows = mails.map(
    (mail) =>
      `<li><a href="/mails/${mail.id}">${escapeHtml(mail.subject || '(no subject)')}</a><br>` +
      `<small>to ${escapeHtml(mail.to.join(', '))} · ${moment(mail)}</small></li>`,
  )
  const list = rows.length > 0 ? `<ul>${rows.join('')}</ul>` : '<p>No mail has been sent yet.</p>'
  return frame('Mails', `<h1>Mails</h1><p>Nothing leaves this machine: every mail ends here.</p>${list}`)
}

/** One mail: what a person would read, its links to press, and the formatted version where scripts cannot run. */
export function mailPage(mail: CaughtMail): string {
  const html = mail.html
    ? `<h2>Formatted</h2><iframe sandbox referrerpolicy="no-referrer" title="Formatted mail" srcdoc="${escapeHtml(mail.html)}"></iframe>`
    : ''
  const links = mail.links
    .map((link) => `<li><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></li>`)
    .join('')
  return frame(
    mail.subject,
    `<p><a href="/">All mails</a></p><h1>${escapeHtml(mail.subject)}</h1>` +
      `<p><small>from ${escapeHtml(mail.from)} to ${escapeHtml(mail.to.join(', '))} · ${moment(mail)}</small></p>` +
      `<pre>${escapeHtml(mail.text)}</pre>${links ? `<h2>Links</h2><ul>${links}</ul>` : ''}${html}`,
  )
}

function moment(mail: CaughtMail): string {
  return new Date(mail.receivedAtMs).toISOString().replace('T', ' ').slice(0, 19)
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

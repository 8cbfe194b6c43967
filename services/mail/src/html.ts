import type { Language } from '@cuepoint/domain'

export type LetterParts = {
  language: Language
  subject: string
  greeting: string | undefined
  lines: readonly string[]
  button: string
  link: string
  ifNoButton: string
  after: readonly string[]
  footer: string
}

/** One plain column that every mail program shows: no pictures, no fonts from elsewhere, nothing that counts readers. */
export function mailHtml(parts: LetterParts): string {
  const link = escape(parts.link)
  return `<!doctype html>
<html lang="${parts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(parts.subject)}</title>
</head>
<body style="margin:0;padding:24px 16px;background:#ffffff;color:#1d2b2d;font:16px/1.55 'Noto Sans','Noto Sans Thai',system-ui,sans-serif">
<div style="max-width:34em;margin:0 auto">
${parts.greeting === undefined ? '' : `${paragraph(parts.greeting)}\n`}${parts.lines.map(paragraph).join('\n')}
<p style="margin:24px 0"><a href="${link}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#0b5d5e;color:#ffffff;font-weight:600;text-decoration:none">${escape(parts.button)}</a></p>
${parts.after.map(paragraph).join('\n')}
<p style="margin:24px 0 0;color:#4a5a5c;font-size:14px">${escape(parts.ifNoButton)}<br><a href="${link}" style="color:#0b5d5e;word-break:break-all">${link}</a></p>
<p style="margin:16px 0 0;color:#4a5a5c;font-size:14px">${escape(parts.footer)}</p>
</div>
</body>
</html>
`
}

const paragraph = (text: string): string => `<p style="margin:0 0 14px">${escape(text)}</p>`

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign)

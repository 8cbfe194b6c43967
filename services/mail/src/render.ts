import { instantFrom, type Language } from '@cuepoint/domain'
import { type MailCatalog, mailCatalogs } from './catalog.ts'
import { mailHtml } from './html.ts'
import type { Letter } from './templates.ts'

export type RenderedMail = { subject: string; text: string; html: string }

/** Writes one mail. Throws Error when its words name something that its params do not have. */
export function renderMail(letter: Letter): RenderedMail {
  const catalog = mailCatalogs[letter.language]
  const words = catalog[letter.template]
  const values = valuesOf(letter, catalog)
  const fill = (sentence: string): string => fillIn(sentence, values)
  const due = 'dueOn' in values && words.due !== undefined ? [words.due] : []
  const letterParts = {
    language: letter.language,
    subject: fill(words.subject),
    greeting: 'name' in values ? fill(catalog.greeting) : undefined,
    lines: [...words.lines, ...due].map(fill),
    button: words.button,
    link: letter.params.link,
    ifNoButton: catalog.ifNoButton,
    after: words.after.map(fill),
    footer: catalog.footer,
  }
  const { subject, greeting, lines, button, link, after, footer } = letterParts
  const text = [
    ...(greeting === undefined ? [] : [greeting]),
    ...lines,
    `${button}:\n${link}`,
    ...after,
    `-- \n${footer}`,
  ].join('\n\n')
  return { subject, text: `${text}\n`, html: mailHtml(letterParts) }
}

type Values = Readonly<Record<string, string>>

function valuesOf({ template, language, params }: Letter, catalog: MailCatalog): Values {
  const values: Record<string, string> = {}
  if ('name' in params) values['name'] = oneLine(params.name)
  if ('fromName' in params) values['fromName'] = oneLine(params.fromName ?? catalog.someone)
  // A comparison of `template` tells the compiler which params these are only inside the pair.
  const pair = { template, params } as Letter
  if (pair.template === 'invitation') {
    values['programName'] = oneLine(pair.params.programName)
    values['expiresOn'] = dayText(pair.params.expiresAt, language)
  }
  if (pair.template === 'password-reset')
    values['minutes'] = new Intl.NumberFormat(language).format(pair.params.minutes)
  if (pair.template === 'review-sent' && pair.params.dueOn !== null)
    values['dueOn'] = dayText(instantFrom(pair.params.dueOn), language)
  if (pair.template === 'discussion-scheduled')
    values['at'] = timeText(pair.params.at, language, pair.params.timeZone)
  return values
}

/** Names end up in a subject line, where a line break would begin a new header. */
const oneLine = (name: string): string => name.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()

const fillIn = (sentence: string, values: Values): string =>
  sentence.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`a mail's words name ${name}, which it does not have`)
    return value
  })

const dayText = (day: Date, language: Language): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(day)

/** Date, time and the zone they are meant in. An unknown zone is read as UTC. */
function timeText(at: Date, language: Language, timeZone: string): string {
  const style = {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  } as const
  try {
    return new Intl.DateTimeFormat(language, { ...style, timeZone }).format(at)
  } catch {
    return new Intl.DateTimeFormat(language, { ...style, timeZone: 'UTC' }).format(at)
  }
}

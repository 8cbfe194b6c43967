import { S3Error } from './s3-error.ts'

/** An element to write: text, or children in order; `undefined` children are left out. */
export type XmlContent = string | number | boolean | readonly (XmlNode | undefined)[]
export type XmlNode = readonly [name: string, content: XmlContent]

/** An element as read: its own text and its children, namespaces dropped. */
export type XmlElement = { name: string; text: string; children: XmlElement[] }

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const reserved: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

// Keys may hold control characters, which only survive as references.
const escapeText = (text: string): string =>
  text.replace(/[&<>"\p{Cc}]/gu, (char) => reserved[char] ?? `&#x${char.charCodeAt(0).toString(16)};`)

function renderNode([name, content]: XmlNode): string {
  const inner = Array.isArray(content)
    ? content
        .filter((child) => child !== undefined)
        .map(renderNode)
        .join('')
    : escapeText(String(content))
  return `<${name}>${inner}</${name}>`
}

/** A whole document. Errors have no namespace in S3; everything else has. */
export function renderXml([name, content]: XmlNode, namespace = true): string {
  const body = renderNode([name, content])
  const root = namespace ? `<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">` : `<${name}>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}${body.slice(name.length + 2)}`
}

const malformed = () =>
  new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our schema.',
  )

function unescapeText(text: string): string {
  return text.replace(/&([^;]*);/g, (_, name: string) => {
    const named = entities[name]
    if (named !== undefined) return named
    const numeric = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name)
    if (numeric === null) throw malformed()
    const code = numeric[1] === undefined ? Number(numeric[2]) : Number.parseInt(numeric[1], 16)
    if (code > 0x10ffff) throw malformed()
    return String.fromCodePoint(code)
  })
}

/** Reads the small documents S3 clients send. No DTD, so no entity of the sender's making. Throws MalformedXML. */
export function parseXml(source: string): XmlElement {
  const top: XmlElement = { name: '', text: '', children: [] }
  const open: XmlElement[] = [top]
  const token =
    /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([^\s<>/!?]+)[^<>]*?(\/?)>|([^<]+)/y
  while (token.lastIndex < source.length) {
    const match = token.exec(source)
    if (match === null) throw malformed()
    const [, cdata, closing, qualified, selfClosing, text] = match
    const current = open.at(-1)
    if (current === undefined) throw malformed()
    if (cdata !== undefined) current.text += cdata
    else if (text !== undefined) current.text += unescapeText(text)
    else if (qualified !== undefined) {
      const name = qualified.slice(qualified.indexOf(':') + 1)
      if (closing === '/') {
        if (open.pop()?.name !== name) throw malformed()
        continue
      }
      const element: XmlElement = { name, text: '', children: [] }
      current.children.push(element)
      if (selfClosing !== '/') open.push(element)
    }
  }
  const [root] = top.children
  if (open.length !== 1 || root === undefined || top.children.length !== 1 || top.text.trim() !== '')
    throw malformed()
  return root
}

/** The text of the first child of that name; undefined when there is none. */
export const childText = (element: XmlElement, name: string): string | undefined =>
  element.children.find((child) => child.name === name)?.text

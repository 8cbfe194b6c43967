/** A line of a playlist that says something: a tag with its value, or an address. */
export type Line = {
  readonly text: string
  readonly tag?: string
  readonly value: string
  readonly uri?: string
}

/** Takes a playlist apart without judging it. */
export function readLines(text: string): readonly Line[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '' && (!line.startsWith('#') || line.startsWith('#EXT')))
    .map((line) => {
      if (!line.startsWith('#')) return { text: line, value: '', uri: line }
      const colon = line.indexOf(':')
      return colon < 0
        ? { text: line, tag: line, value: '' }
        : { text: line, tag: line.slice(0, colon), value: line.slice(colon + 1) }
    })
}

type Pair = { readonly name: string; readonly raw: string }

export type Attributes = {
  readonly pairs: readonly Pair[]
  /** False where the list does not follow the grammar of RFC 8216, 4.2. */
  readonly wellFormed: boolean
  /** As it stands there, quotes and all. */
  readonly raw: (name: string) => string | undefined
  /** Of a quoted string, without its quotes; undefined where it is none. */
  readonly text: (name: string) => string | undefined
  /** NaN where there is none. */
  readonly number: (name: string) => number
}

const PAIR = /([A-Z0-9-]+)=("[^"\r\n]*"|[^",\s]+)(?:,|$)/y

export function readAttributes(value: string): Attributes {
  const pairs: Pair[] = []
  PAIR.lastIndex = 0
  let end = 0
  for (let match = PAIR.exec(value); match !== null; match = PAIR.exec(value)) {
    pairs.push({ name: match[1] ?? '', raw: match[2] ?? '' })
    end = PAIR.lastIndex
    if (end >= value.length) break
  }
  const raw = (name: string) => pairs.find((pair) => pair.name === name)?.raw
  return {
    pairs,
    wellFormed: end === value.length && !value.endsWith(','),
    raw,
    text: (name) => /^"([^"]*)"$/.exec(raw(name) ?? '')?.[1],
    number: (name) => {
      const digits = raw(name)
      return digits !== undefined && /^\d+(\.\d+)?$/.test(digits) ? Number(digits) : Number.NaN
    },
  }
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseByteRange } from './byte-range.ts'
import { successor } from './list.ts'
import { encodeKey, parseQuery } from './uri-encoding.ts'
import { childText, parseXml, renderXml } from './xml.ts'

test('any text survives XML', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const document = renderXml(['Delete', [['Object', [['Key', text]]]]])
      const [object] = parseXml(document).children
      expect(object && childText(object, 'Key')).toBe(text)
    }),
  )
})

test('what clients write is read: prefixes, attributes, comments, CDATA', () => {
  const source =
    '<?xml version="1.0"?><!-- a --><s:Delete xmlns:s="urn:x"><Key><![CDATA[<&>]]>&#x41;&amp;</Key><Q/></s:Delete>'
  const root = parseXml(source)
  expect([root.name, childText(root, 'Key'), childText(root, 'Q')]).toEqual(['Delete', '<&>A&', ''])
})

test.each([
  '',
  'text',
  '<a>',
  '<a></b>',
  '<a/><b/>',
  '<a>&undefined;</a>',
  '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
  '<a>&#x110000;</a>',
])('%j is not a document', (source) => {
  expect(() => parseXml(source)).toThrow(/well-formed/)
})

test.each([
  ['bytes=0-9', { start: 0, end: 10 }],
  ['bytes=90-', { start: 90, end: 100 }],
  ['bytes=-5', { start: 95, end: 100 }],
  ['bytes=-500', { start: 0, end: 100 }],
  ['bytes=95-200', { start: 95, end: 100 }],
  ['bytes=9-0', undefined],
  ['bytes=-', undefined],
  ['bytes=0-1,3-4', undefined],
  ['lines=0-1', undefined],
  [undefined, undefined],
])('the range %j of 100 bytes is %j', (header, expected) => {
  expect(parseByteRange(header, 100)).toEqual(expected)
})

test.each(['bytes=100-', 'bytes=-0', 'bytes=200-300'])('the range %j of 100 bytes is refused', (header) => {
  expect(() => parseByteRange(header, 100)).toThrow(/not satisfiable/)
})

test('the successor of a prefix is behind everything that begins with it, and nothing is between', () => {
  const bytes = (text: string) => Buffer.from(text)
  const character = fc.string({ unit: 'grapheme', minLength: 1 })
  fc.assert(
    fc.property(character, fc.string({ unit: 'grapheme' }), character, (prefix, rest, other) => {
      const next = successor(prefix) ?? ''
      expect(Buffer.compare(bytes(prefix + rest), bytes(next))).toBe(-1)
      const between =
        Buffer.compare(bytes(other), bytes(prefix)) >= 0 && Buffer.compare(bytes(other), bytes(next)) < 0
      expect(between).toBe(other.startsWith(prefix))
    }),
  )
  expect(successor('\u{10ffff}')).toBeUndefined()
  expect(successor('\ud7ff')).toBe('\ue000')
})

test('queries and keys are encoded as they are decoded', () => {
  expect(parseQuery('prefix=a%20b+c%2Bd&uploads&x=')).toEqual([
    ['prefix', 'a b c+d'],
    ['uploads', ''],
    ['x', ''],
  ])
  expect(encodeKey("a b/(c)'!*")).toBe('a%20b/%28c%29%27%21%2A')
})

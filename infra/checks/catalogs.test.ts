import { expect, test } from 'vitest'
import { translationFaults, unusedFaults } from './catalogs.ts'

const catalog = (language: string, content: unknown) => ({
  path: `web/src/catalogs/${language}/clips.json`,
  text: JSON.stringify(content),
})
const three = (en: unknown, es: unknown, th: unknown) => [
  catalog('en', en),
  catalog('es', es),
  catalog('th', th),
]

test('three whole catalogs are no fault, each with the plural forms of its language', () => {
  const faults = translationFaults(
    three(
      { title: 'Clips', sent_one: 'One clip, {{name}}', sent_other: '{{count}} clips, {{name}}' },
      {
        title: 'Clips',
        sent_one: 'Un clip, {{name}}',
        sent_many: '{{count}} de clips, {{name}}',
        sent_other: '{{count}} clips, {{name}}',
      },
      { title: 'คลิป', sent_other: '{{count}} คลิป, {{name}}' },
    ),
  )
  expect(faults).toEqual([])
})

test.each([
  ['a missing file', [catalog('en', { a: 'A' }), catalog('es', { a: 'A' })], /th\/clips\.json: is missing/],
  ['a missing key', three({ a: { b: 'B' } }, { a: { b: 'B' } }, {}), /th\/clips\.json: a\.b is missing/],
  [
    'a key too many',
    three({ a: 'A' }, { a: 'A', b: 'B' }, { a: 'A' }),
    /es\/clips\.json: b is not in English/,
  ],
  ['an empty value', three({ a: 'A' }, { a: ' ' }, { a: 'A' }), /es\/clips\.json: a is empty/],
  [
    'a lost placeholder',
    three({ a: 'Hi {{name}}' }, { a: 'Hola' }, { a: 'สวัสดี {{name}}' }),
    /es\/clips\.json: a holds no placeholder/,
  ],
  [
    'a missing plural form',
    three({ a_one: '1', a_other: '2' }, { a_one: '1', a_other: '2' }, { a_other: '2' }),
    /es.*a_many is missing/,
  ],
  [
    'a forgotten sentence',
    three({ a: 'Your coach will see this soon.' }, { a: 'Your coach will see this soon.' }, { a: 'ก' }),
    /es.*English sentence/,
  ],
])('%s is a fault', (_name, files, fault) => {
  expect(translationFaults(files).join('\n')).toMatch(fault)
})

test('a key that no code can name is unused; a key made of parts is not', () => {
  const files = [
    catalog('en', {
      role: { lead: 'Lead', coach: 'Coach' },
      old: 'Old',
      mine: 'Mine',
      sent_one: '1',
      sent_other: '2',
    }),
  ]
  const code = [
    {
      path: 'web/src/a.tsx',
      text: "t(`clips:role.${role}`); t('mine'); t('clips:sent', { count }); // t('old')",
    },
  ]
  expect(unusedFaults(files, code)).toEqual(['web/src/catalogs/en/clips.json: old is used nowhere'])
})

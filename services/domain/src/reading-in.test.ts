import { expect, test } from 'vitest'
import { instantFrom } from './clock.ts'
import { isId } from './ids.ts'
import { pickLanguage } from './language.ts'

test('an id is a UUID in lower case and nothing else', () => {
  expect(isId('018f4c1e-7a2b-4c3d-8e4f-5a6b7c8d9e0f')).toBe(true)
  for (const not of [
    '018F4C1E-7A2B-4C3D-8E4F-5A6B7C8D9E0F',
    '018f4c1e7a2b4c3d8e4f5a6b7c8d9e0f',
    "018f4c1e-7a2b-4c3d-8e4f-5a6b7c8d9e0f'; --",
    '018f4c1e-7a2b-4c3d-8e4f-5a6b7c8d9e0f\n',
    '',
    7,
    undefined,
  ]) {
    expect(isId(not)).toBe(false)
  }
})

test('an instant is read from ISO 8601 or milliseconds, and anything else is refused', () => {
  expect(instantFrom('2026-11-03T09:00:00+07:00').toISOString()).toBe('2026-11-03T02:00:00.000Z')
  expect(instantFrom(0).toISOString()).toBe('1970-01-01T00:00:00.000Z')
  expect(() => instantFrom('soon')).toThrow(RangeError)
})

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['th', 'th'],
  ['es-MX,es;q=0.9,en;q=0.8', 'es'],
  ['fr-FR, th-TH;q=0.5', 'th'],
  ['en;q=0.3, es;q=0.9', 'es'],
  ['es;q=0, th;q=0.1', 'th'],
  ['fr, de', 'en'],
])('“%s” is read in %s', (accepted, language) => {
  expect(pickLanguage(accepted)).toBe(language)
})

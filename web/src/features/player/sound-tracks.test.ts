import { expect, test } from 'vitest'
import { chooseSound } from './sound-tracks.ts'

const tracks = (...enabled: string[]) =>
  ['levelled', 'original'].map((label) => ({ label, enabled: enabled.includes(label) }))
const heard = (list: { label: string; enabled: boolean }[]) =>
  list.filter(({ enabled }) => enabled).map(({ label }) => label)

test('exactly the chosen sound is heard', () => {
  const list = tracks('levelled')
  chooseSound(list, 'original')
  expect(heard(list)).toEqual(['original'])
  chooseSound(list, 'levelled')
  expect(heard(list)).toEqual(['levelled'])
})

test('a clip without the chosen sound keeps its own', () => {
  const list = [{ label: 'default', enabled: true }]
  chooseSound(list, 'levelled')
  expect(heard(list)).toEqual(['default'])
})

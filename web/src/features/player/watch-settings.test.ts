import { expect, test } from 'vitest'
import { keepWatchSettings, readWatchSettings } from './watch-settings.ts'

test('one choice does not undo another', () => {
  expect(readWatchSettings()).toEqual({ volume: 1, muted: false, sound: null })
  keepWatchSettings({ sound: 'original' })
  keepWatchSettings({ volume: 0.4, muted: false })
  expect(readWatchSettings()).toEqual({ volume: 0.4, muted: false, sound: 'original' })
})

test.each(['{', 'null', '{"volume":7,"muted":"no","sound":"loudest"}'])(
  'survives what else may lie there: %s',
  (kept) => {
    localStorage.setItem('cuepoint.watch', kept)
    expect(readWatchSettings()).toEqual({ volume: 1, muted: false, sound: null })
  },
)

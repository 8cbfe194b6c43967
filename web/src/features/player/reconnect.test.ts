import { describe, expect, test } from 'vitest'
import { createReconnect, type ProbeResult } from './reconnect.ts'

function scene(answers: ProbeResult[]) {
  const told: string[] = []
  const waits: number[] = []
  let due: (() => void) | undefined
  const reconnect = createReconnect({
    probe: async () => answers.shift() ?? 'cut',
    reload: () => told.push('reload'),
    onState: (state) => told.push(state),
    setTimer(run, delayMs) {
      waits.push(delayMs)
      due = run
      return () => {
        due = undefined
      }
    },
  })
  const settle = () => new Promise((resolve) => setTimeout(resolve))
  return {
    reconnect,
    told,
    waits,
    settle,
    wait: async () => {
      const run = due
      due = undefined
      run?.()
      await settle()
    },
  }
}

describe('reconnect', () => {
  test('says that the line is cut, waits longer each time, and reloads when it is back', async () => {
    const { reconnect, told, waits, settle, wait } = scene(['cut', 'cut', 'cut', 'there'])
    reconnect.broke()
    await settle()
    await wait()
    await wait()
    expect(waits).toEqual([1000, 2000, 4000])
    await wait()
    expect(told).toEqual(['cut', 'cut', 'cut', 'reload'])
    reconnect.fine()
    expect(told.at(-1)).toBe('fine')
  })

  test('leaves a slow line alone', async () => {
    const { reconnect, told, settle } = scene(['there', 'there'])
    reconnect.stalled()
    await settle()
    reconnect.stalled()
    await settle()
    expect(told).toEqual([])
  })

  test('looks at once when the device is back on line', async () => {
    const { reconnect, told, settle } = scene(['cut', 'there'])
    reconnect.stalled()
    await settle()
    reconnect.online()
    await settle()
    expect(told).toEqual(['cut', 'reload'])
  })

  test('a reload that breaks again is not repeated at once', async () => {
    const { reconnect, told, waits, settle, wait } = scene(['there', 'there'])
    reconnect.broke()
    await settle()
    expect(told).toEqual(['reload'])
    reconnect.broke()
    await settle()
    expect(told).toEqual(['reload'])
    expect(waits).toEqual([1000])
    await wait()
    expect(told).toEqual(['reload', 'reload'])
  })

  test('goes to where the clip is now, also when it was only waiting', async () => {
    const { reconnect, told, settle } = scene(['moved'])
    reconnect.stalled()
    await settle()
    expect(told).toEqual(['reload'])
  })

  test('stops where the clip is not hers any more', async () => {
    const { reconnect, told, waits, settle } = scene(['gone'])
    reconnect.broke()
    await settle()
    expect(told).toEqual(['gone'])
    expect(waits).toEqual([])
  })
})

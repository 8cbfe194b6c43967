import { describe, expect, test } from 'vitest'
import { ApiProblem } from './api/problem.ts'
import { createAutosave, type Keeper, type Versioned } from './autosave.ts'

type Sent = { value: string; baseVersion: number }

function scene({
  saved = { value: '', version: 0 },
  kept,
}: {
  saved?: Versioned<string>
  kept?: Versioned<string>
} = {}) {
  const device: { kept: Versioned<string> | undefined } = { kept }
  const keeper: Keeper<string> = {
    read: () => device.kept,
    write: (words) => {
      device.kept = words
    },
    clear: () => {
      device.kept = undefined
    },
  }
  const sent: Sent[] = []
  /** What the line and the server do with each send, in order; a plain server takes it. */
  const fates: ((next: Sent) => Promise<number>)[] = []
  const timers: { run: () => void; delayMs: number }[] = []
  const autosave = createAutosave<string>({
    saved,
    keeper,
    same: (a, b) => a === b,
    send: async (value, baseVersion) => {
      sent.push({ value, baseVersion })
      const fate = fates.shift()
      return fate ? fate({ value, baseVersion }) : baseVersion + 1
    },
    currentOf: ({ current }) => current as Versioned<string> | undefined,
    setTimer: (run, delayMs) => {
      const timer = { run, delayMs }
      timers.push(timer)
      return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0)
    },
  })
  const settle = () => new Promise((resolve) => setTimeout(resolve))
  const tick = async () => {
    for (const { run } of timers.splice(0)) run()
    await settle()
  }
  const refuse = (code: ConstructorParameters<typeof ApiProblem>[0], details = {}) => {
    fates.push(() => Promise.reject(new ApiProblem(code, 409, details)))
  }
  return { autosave, device, sent, fates, timers, tick, settle, refuse, state: () => autosave.getState() }
}

describe('typing', () => {
  test('is on the device at once and on the server after a pause', async () => {
    const { autosave, device, sent, tick, state } = scene()
    autosave.change('I')
    autosave.change('I see')
    expect(device.kept).toEqual({ value: 'I see', version: 0 })
    expect(sent).toEqual([])
    await tick()
    expect(sent).toEqual([{ value: 'I see', baseVersion: 0 }])
    expect(state()).toMatchObject({ status: 'saved', version: 1 })
    expect(device.kept).toBeUndefined()
  })

  test('while a save is on its way goes after it, on the version that came back', async () => {
    const { autosave, device, sent, fates, tick, settle, state } = scene()
    let arrive: (version: number) => void = () => undefined
    fates.push(() => new Promise((resolve) => (arrive = resolve)))
    autosave.change('one')
    await tick()
    autosave.change('one two')
    arrive(1)
    await settle()
    expect(device.kept).toEqual({ value: 'one two', version: 1 })
    await tick()
    expect(sent.at(-1)).toEqual({ value: 'one two', baseVersion: 1 })
    expect(state().status).toBe('saved')
  })
})

describe('a bad line', () => {
  test('keeps the words on the device, tries again later each time, and once when asked', async () => {
    const { autosave, device, sent, timers, refuse, tick, state } = scene()
    refuse('unreachable')
    refuse('timeout')
    autosave.change('words')
    await tick()
    expect(state()).toMatchObject({ status: 'kept', problem: 'unreachable' })
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([2000])
    await tick()
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([5000])
    expect(device.kept?.value).toBe('words')
    autosave.change('words and more')
    await autosave.flush()
    expect(sent.at(-1)).toEqual({ value: 'words and more', baseVersion: 0 })
    expect(state().status).toBe('saved')
  })

  test('an answer that was lost on its way is not another device', async () => {
    const { autosave, refuse, tick, sent, state } = scene()
    refuse('unreachable')
    autosave.change('first')
    await tick()
    autosave.change('first, second')
    refuse('version-conflict', { current: { value: 'first', version: 1 } })
    await tick()
    await tick()
    expect(sent.at(-1)).toEqual({ value: 'first, second', baseVersion: 1 })
    expect(state().status).toBe('saved')
  })
})

describe('another device', () => {
  test('is shown with both forms, and nothing is sent until she has chosen', async () => {
    const { autosave, device, sent, refuse, tick, state } = scene({ saved: { value: 'old', version: 3 } })
    refuse('version-conflict', { current: { value: 'from the phone', version: 4 } })
    autosave.change('from the desk')
    await tick()
    expect(state()).toMatchObject({
      status: 'conflict',
      value: 'from the desk',
      theirs: { value: 'from the phone', version: 4 },
    })
    autosave.change('from the desk, more')
    await tick()
    expect(sent).toHaveLength(1)
    expect(device.kept?.value).toBe('from the desk, more')
    autosave.choose('from the desk, more\n\nfrom the phone')
    await tick()
    expect(sent.at(-1)).toEqual({ value: 'from the desk, more\n\nfrom the phone', baseVersion: 4 })
    expect(state()).toMatchObject({ status: 'saved', version: 5, theirs: null })
  })

  test('that saved the same words is no conflict', async () => {
    const { autosave, refuse, tick, state } = scene()
    refuse('version-conflict', { current: { value: 'same', version: 2 } })
    autosave.change('same')
    await tick()
    expect(state()).toMatchObject({ status: 'saved', version: 2 })
  })

  test('does not overwrite what is being written here', () => {
    const { autosave, state } = scene({ saved: { value: 'old', version: 1 } })
    autosave.change('mine')
    autosave.refresh({ value: 'theirs', version: 2 })
    expect(state().value).toBe('mine')
  })

  test('is taken over where nothing is unsent', () => {
    const { autosave, state } = scene({ saved: { value: 'old', version: 1 } })
    autosave.refresh({ value: 'theirs', version: 2 })
    expect(state()).toMatchObject({ value: 'theirs', version: 2, status: 'saved' })
  })
})

describe('coming back to the page', () => {
  test('finds the words of the device and sends them', async () => {
    const { tick, sent, state } = scene({
      saved: { value: 'old', version: 1 },
      kept: { value: 'old, and what the dead battery took', version: 1 },
    })
    expect(state().value).toBe('old, and what the dead battery took')
    await tick()
    expect(sent).toEqual([{ value: 'old, and what the dead battery took', baseVersion: 1 }])
  })

  test('shows both when another device has gone on', () => {
    const { state } = scene({ saved: { value: 'theirs', version: 2 }, kept: { value: 'mine', version: 1 } })
    expect(state()).toMatchObject({
      status: 'conflict',
      value: 'mine',
      theirs: { value: 'theirs', version: 2 },
    })
  })

  test('forgets what the server already has', () => {
    const { device, state } = scene({
      saved: { value: 'same', version: 2 },
      kept: { value: 'same', version: 1 },
    })
    expect(state().status).toBe('saved')
    expect(device.kept).toBeUndefined()
  })
})

describe('a refusal', () => {
  test('keeps the words and waits for her', async () => {
    const { autosave, device, refuse, tick, timers, state } = scene()
    refuse('wrong-state')
    autosave.change('late words')
    await tick()
    expect(state()).toMatchObject({ status: 'refused', problem: 'wrong-state' })
    expect(device.kept?.value).toBe('late words')
    expect(timers).toEqual([])
  })

  test('of a signed-out person goes on once she is back', async () => {
    const { autosave, refuse, tick, sent, state } = scene()
    refuse('not-signed-in')
    autosave.change('words')
    await tick()
    expect(state().status).toBe('signed-out')
    await autosave.flush()
    expect(sent).toHaveLength(2)
    expect(state().status).toBe('saved')
  })
})

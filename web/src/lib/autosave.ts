import { asProblem, type ProblemCode } from './api/problem.ts'

/** Something a person writes, and the number the server gave its last saved form. */
export type Versioned<Value> = { value: Value; version: number }

export type SaveState<Value> = {
  value: Value
  /** Version of the last form the server is known to have. */
  version: number
  /**
   * `writing`: kept on the device, about to be sent. `kept`: on the device only, sent again by itself.
   * `conflict`: another device saved meanwhile. `signed-out` and `refused`: on the device until she acts.
   */
  status: 'saved' | 'writing' | 'saving' | 'kept' | 'conflict' | 'signed-out' | 'refused'
  theirs: Versioned<Value> | null
  problem: ProblemCode | null
}

/** Where the words are kept on the device until the server has them. */
export type Keeper<Value> = {
  read: () => Versioned<Value> | undefined
  write: (kept: Versioned<Value>) => void
  clear: () => void
}

type Parts<Value> = {
  saved: Versioned<Value>
  keeper: Keeper<Value>
  same: (a: Value, b: Value) => boolean
  /** Sends one form and gives its new version. Throws ApiProblem. `leaving`: it must outlive the page. */
  send: (value: Value, baseVersion: number, leaving: boolean) => Promise<number>
  /** The form the server has instead, when the refusal was a version conflict that says so. */
  currentOf: (details: Readonly<Record<string, unknown>>) => Versioned<Value> | undefined
  setTimer: (run: () => void, delayMs: number) => () => void
}

export type Autosave<Value> = ReturnType<typeof createAutosave<Value>>

const pauseMs = 800
const retryMs = [2000, 5000, 15_000, 30_000, 60_000]
const willPass: readonly ProblemCode[] = [
  'offline',
  'unreachable',
  'timeout',
  'cancelled',
  'service-unavailable',
  'storage-unavailable',
  'too-many-tries',
  'internal',
]

/**
 * Saves what is typed: at once on the device, then on the server, again and again until it is there. Two devices
 * never overwrite each other: the later one is shown both forms.
 */
export function createAutosave<Value>({ saved, keeper, same, send, currentOf, setTimer }: Parts<Value>) {
  const watchers = new Set<() => void>()
  let state: SaveState<Value> = { ...saved, status: 'saved', theirs: null, problem: null }
  /** What the server had when this device began to write. */
  let base = saved
  /** Sent without hearing whether it arrived. */
  let unanswered: Value | undefined
  let tries = 0
  let sending: Promise<void> | undefined
  let cancelTimer: (() => void) | undefined

  const set = (change: Partial<SaveState<Value>>) => {
    state = { ...state, ...change }
    for (const watcher of watchers) watcher()
  }
  const later = (delayMs: number) => {
    cancelTimer?.()
    cancelTimer = setTimer(() => void flush(), delayMs)
  }

  const kept = keeper.read()
  if (kept && same(kept.value, saved.value)) {
    keeper.clear()
  } else if (kept && kept.version === saved.version) {
    state = { ...state, value: kept.value, status: 'writing' }
    later(0)
  } else if (kept) {
    state = { ...state, value: kept.value, version: kept.version, status: 'conflict', theirs: saved }
  }

  function change(value: Value) {
    if (same(value, state.value)) return
    keeper.write({ value, version: state.version })
    if (state.status === 'conflict' || state.status === 'refused' || state.status === 'signed-out') {
      set({ value })
    } else {
      set({ value, ...(state.status === 'kept' || sending ? {} : { status: 'writing' as const }) })
      if (!sending && state.status !== 'kept') later(pauseMs)
    }
  }

  async function once(leaving: boolean): Promise<void> {
    const { value, version } = state
    set({ status: 'saving', problem: null })
    try {
      const next = await send(value, version, leaving)
      settled({ value, version: next })
    } catch (error) {
      const problem = asProblem(error)
      const current = problem.code === 'version-conflict' ? currentOf(problem.details) : undefined
      if (current) met(current)
      else if (willPass.includes(problem.code)) {
        unanswered = value
        set({ status: 'kept', problem: problem.code })
        later(retryMs[Math.min(tries, retryMs.length - 1)] ?? 60_000)
        tries += 1
      } else {
        const signedOut = problem.code === 'not-signed-in'
        set({ status: signedOut ? 'signed-out' : 'refused', problem: problem.code })
      }
    }
  }

  function settled(done: Versioned<Value>) {
    base = done
    unanswered = undefined
    tries = 0
    if (same(state.value, done.value)) {
      keeper.clear()
      set({ version: done.version, status: 'saved', theirs: null })
    } else {
      keeper.write({ value: state.value, version: done.version })
      set({ version: done.version, status: 'writing' })
      later(pauseMs)
    }
  }

  function met(current: Versioned<Value>) {
    const ourOwn = unanswered !== undefined && same(current.value, unanswered)
    if (ourOwn || same(current.value, state.value)) return settled(current)
    if (same(current.value, base.value)) {
      // Only the number has moved: what she began from is still there.
      return settled(current)
    }
    set({ status: 'conflict', theirs: current })
  }

  /** Sends now what is not on the server yet. */
  async function flush({ leaving = false }: { leaving?: boolean } = {}): Promise<void> {
    cancelTimer?.()
    cancelTimer = undefined
    if (sending) await sending
    if (!['writing', 'kept', 'signed-out'].includes(state.status)) return
    sending = once(leaving)
    await sending
    sending = undefined
  }

  return {
    getState: () => state,
    watch: (watcher: () => void) => {
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    change,
    flush,
    /** She has seen both forms: this one goes on, over the version she saw. */
    choose: (value: Value) => {
      const { theirs } = state
      if (!theirs) return
      base = theirs
      keeper.write({ value, version: theirs.version })
      set({ value, version: theirs.version, status: 'writing', theirs: null })
      later(0)
    },
    /** What the server says now, as after a fetch. Taken over only where she has nothing unsent. */
    refresh: (fresh: Versioned<Value>) => {
      if (state.status !== 'saved' || sending || fresh.version <= state.version) return
      base = fresh
      set({ ...fresh })
    },
    /** Whether everything is on the server and nobody looks. */
    isIdle: () => state.status === 'saved' && watchers.size === 0,
  }
}

import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { measureLine } from '../../lib/sending/measure-line.ts'
import type { Sending } from '../../lib/sending/sending-list.ts'
import { useSendings } from '../../lib/sending/sendings-context.tsx'
import { drawStills, lookAt, ShrinkFault, shrink } from '../../lib/shrinking/shrinker.ts'
import {
  estimateBytes,
  type MediaFacts,
  type SizeChoice,
  type Trim,
  targetOf,
} from '../../lib/shrinking/sizes.ts'

export const stillCount = 8
const STILL_HEIGHT = 90
/** Longer than this nobody waits gladly: then a smaller picture is proposed. */
const WAIT_SECONDS = 180
/** A cut of less is a slip of the finger. */
const SLIP_SECONDS = 0.25

export type Shrinking = {
  /** `looking`: it is being found out; `not-here`: this browser cannot, and the file goes as it was filmed. */
  readonly state: 'looking' | 'not-here' | 'open'
  readonly facts: MediaFacts | undefined
  readonly stills: readonly (string | undefined)[]
  readonly choice: SizeChoice
  readonly choose: (choice: SizeChoice) => void
  readonly trim: Trim
  readonly cut: (trim: Trim) => void
  /** Bytes, and seconds on this line where it could be measured. */
  readonly estimate: (choice: SizeChoice) => { readonly bytes: number; readonly seconds: number | undefined }
  /** From 0 to 1 while it is being made. */
  readonly done: number | undefined
  readonly fault: ShrinkFault['reason'] | undefined
  readonly cancel: () => void
  /** Makes what was chosen, where anything is to be made. False where that did not come about: nothing is to be sent. */
  readonly make: () => Promise<boolean>
  /** She would rather send it as it was filmed. */
  readonly asFilmed: () => void
}

type Seen = {
  /** Null: it is known that this browser cannot. */
  readonly facts: MediaFacts | null | undefined
  readonly stills: readonly (string | undefined)[]
}
type Wish = {
  readonly choice: SizeChoice | undefined
  readonly trim: Trim | undefined
  readonly fault: ShrinkFault['reason'] | undefined
}
const NOTHING_SEEN: Seen = { facts: undefined, stills: [] }
const NO_WISH: Wish = { choice: undefined, trim: undefined, fault: undefined }

/** The minutes that matter, and how large: from what she has picked to what will be sent. */
export function useShrinking(held: Sending | undefined, file: File | undefined): Shrinking {
  const sendings = useSendings()
  const [seen, setSeen] = useOf<Seen>(file, NOTHING_SEEN)
  const [wish, setWish] = useOf<Wish>(file, NO_WISH)
  const [done, setDone] = useState<number>()
  const making = useRef<AbortController>(undefined)
  const isSafe = held?.state === 'picked' && held.unkept === undefined

  const line = useQuery({
    queryKey: ['line'],
    enabled: file !== undefined,
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => {
      const measured = await measureLine(signal)
      sendings.lineIs(measured.bytes, measured.ms)
      return (measured.bytes * 1_000) / measured.ms
    },
  })

  useEffect(() => {
    if (file === undefined || !isSafe) return
    const stop = new AbortController()
    const addresses: string[] = []
    const look = async (): Promise<void> => {
      const found = await lookAt(file, stop.signal)
      setSeen({ facts: found ?? null })
      if (!found) return
      await drawStills({ file, count: stillCount, height: STILL_HEIGHT }, stop.signal, (n, still) => {
        const address = URL.createObjectURL(still)
        addresses.push(address)
        setSeen(({ stills }) => ({ stills: Object.assign([...stills], { [n]: address }) }))
      })
    }
    // Without stills she still has the moments, and without facts the file goes as it is.
    look().catch(() => undefined)
    return () => {
      stop.abort()
      for (const address of addresses) URL.revokeObjectURL(address)
    }
  }, [file, isSafe, setSeen])
  useEffect(() => () => making.current?.abort(), [])

  const { facts, stills } = seen
  const whole: Trim = { fromSeconds: 0, toSeconds: facts?.durationSeconds ?? 0 }
  const trim = wish.trim ?? whole
  const estimate = (choice: SizeChoice) => {
    const bytes = facts ? estimateBytes(facts, choice, trim) : (file?.size ?? 0)
    return { bytes, seconds: line.data === undefined ? undefined : bytes / line.data }
  }
  const proposed = (): SizeChoice => {
    const waits = (choice: SizeChoice): boolean => (estimate(choice).seconds ?? 0) > WAIT_SECONDS
    if (!waits('original')) return 'original'
    return waits('clear') ? 'small' : 'clear'
  }
  const choice = wish.choice ?? proposed()
  const isWhole = trim.fromSeconds < SLIP_SECONDS && trim.toSeconds > whole.toSeconds - SLIP_SECONDS

  const make = async (): Promise<boolean> => {
    setWish({ fault: undefined })
    if (!held || !file || !facts || held.unkept !== undefined) return true
    const target = targetOf(facts, choice)
    if (isWhole && target === undefined) {
      await sendings.goWith(held.clipId, undefined)
      return true
    }
    const stop = new AbortController()
    making.current = stop
    setDone(0)
    try {
      const into = sendings.placeForSmaller(held.clipId)
      const made = await shrink({ file, into, trim, target }, stop.signal, setDone)
      await sendings.goWith(held.clipId, made)
      return true
    } catch (error) {
      if (!(error instanceof ShrinkFault)) throw error
      if (error.reason !== 'cancelled') setWish({ fault: error.reason })
      return false
    } finally {
      setDone(undefined)
    }
  }

  return {
    state: !isSafe || facts === undefined ? 'looking' : facts === null ? 'not-here' : 'open',
    facts: facts ?? undefined,
    stills,
    choice,
    choose: (choice) => setWish({ choice }),
    trim,
    cut: (trim) => setWish({ trim }),
    estimate,
    done,
    fault: wish.fault,
    cancel: () => making.current?.abort(),
    make,
    asFilmed: () => setWish({ choice: 'original', trim: undefined, fault: undefined }),
  }
}

/** A state of this file alone: another one begins anew. */
function useOf<State extends object>(file: File | undefined, fresh: State) {
  const [kept, keep] = useState<{ readonly of: File | undefined; readonly state: State }>()
  const set = useCallback(
    (change: Partial<State> | ((now: State) => Partial<State>)): void =>
      keep((before) => {
        const now = before && before.of === file ? before.state : fresh
        return { of: file, state: { ...now, ...(typeof change === 'function' ? change(now) : change) } }
      }),
    [file, fresh],
  )
  return [kept && kept.of === file ? kept.state : fresh, set] as const
}

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { measureLine } from '../../lib/sending/measure-line.ts'
import type { Sending } from '../../lib/sending/sendings.ts'
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

/** The minutes that matter, and how large: from what she has picked to what will be sent. */
export function useShrinking(held: Sending | undefined, file: File | undefined): Shrinking {
  const sendings = useSendings()
  const [facts, setFacts] = useState<MediaFacts | null>()
  const [stills, setStills] = useState<readonly (string | undefined)[]>([])
  const [chosen, setChosen] = useState<SizeChoice>()
  const [trimmed, setTrim] = useState<Trim>()
  const [done, setDone] = useState<number>()
  const [fault, setFault] = useState<ShrinkFault['reason']>()
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
    setFacts(undefined)
    setStills([])
    setChosen(undefined)
    setTrim(undefined)
    setFault(undefined)
    const look = async (): Promise<void> => {
      const found = await lookAt(file, stop.signal)
      setFacts(found ?? null)
      if (!found) return
      await drawStills({ file, count: stillCount, height: STILL_HEIGHT }, stop.signal, (n, still) => {
        const address = URL.createObjectURL(still)
        addresses.push(address)
        setStills((now) => Object.assign([...now], { [n]: address }))
      })
    }
    // Without stills she still has the moments, and without facts the file goes as it is.
    look().catch(() => undefined)
    return () => {
      stop.abort()
      for (const address of addresses) URL.revokeObjectURL(address)
    }
  }, [file, isSafe])
  useEffect(() => () => making.current?.abort(), [])

  const whole: Trim = { fromSeconds: 0, toSeconds: facts?.durationSeconds ?? 0 }
  const trim = trimmed ?? whole
  const estimate = (choice: SizeChoice) => {
    const bytes = facts ? estimateBytes(facts, choice, trim) : (file?.size ?? 0)
    return { bytes, seconds: line.data === undefined ? undefined : bytes / line.data }
  }
  const proposed = (): SizeChoice => {
    const waits = (choice: SizeChoice): boolean => (estimate(choice).seconds ?? 0) > WAIT_SECONDS
    if (!waits('original')) return 'original'
    return waits('clear') ? 'small' : 'clear'
  }
  const choice = chosen ?? proposed()
  const isWhole = trim.fromSeconds < SLIP_SECONDS && trim.toSeconds > whole.toSeconds - SLIP_SECONDS

  const make = async (): Promise<boolean> => {
    setFault(undefined)
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
      if (error.reason !== 'cancelled') setFault(error.reason)
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
    choose: setChosen,
    trim,
    cut: setTrim,
    estimate,
    done,
    fault,
    cancel: () => making.current?.abort(),
    make,
    asFilmed: () => {
      setChosen('original')
      setTrim(undefined)
      setFault(undefined)
    },
  }
}

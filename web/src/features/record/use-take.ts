import { nowMs } from '@cuepoint/domain'
import { useEffect, useRef, useState } from 'react'
import { newId } from '../../lib/new-id.ts'
import { type Recorder, recordingKind, startRecorder } from '../../lib/recording/recorder.ts'
import { KeepFault, type Recording } from '../../lib/sending/kept-files.ts'
import { useSendings } from '../../lib/sending/sendings-context.tsx'
import { recordInMemory } from './in-memory.ts'
import { keepAwake } from './keep-awake.ts'

/** What was recorded, to look at and to go on with. */
export type Taken = {
  readonly clipId: string
  readonly bytes: Blob
  readonly name: string
  readonly recordedMs: number
  readonly practice: boolean
  /** False where it is only in this window's memory. */
  readonly kept: boolean
}
/** Why a recording ended although she did not say so; what was recorded by then is there. */
export type TakeEnd = 'no-room' | 'taken-away' | 'longest'

type Running = {
  readonly recorder: Recorder
  readonly recording: Recording
  readonly clipId: string
  readonly name: string
  readonly practice: boolean
  readonly kept: boolean
  readonly letSleep: () => void
  ending?: Promise<void>
}

/** Whoever is nervous presses twice: the second time is no wish to end it. */
const SECOND_PRESS_MS = 700

/** The clip gets its real words when it is sent. */
const noWords = { programId: '', title: '', note: '' }

/** One recording after the other: each second of it is on the device's disk before the next one, unless it is practice. */
export function useTake(stream: MediaStream | undefined, personId: string | undefined, longestMs: number) {
  const sendings = useSendings()
  const running = useRef<Running>(undefined)
  const isStarting = useRef(false)
  const [phase, setPhase] = useState<'idle' | 'recording' | 'paused' | 'ending'>('idle')
  const [recordedMs, setRecordedMs] = useState(0)
  const [safeBytes, setSafeBytes] = useState(0)
  const [end, setEnd] = useState<TakeEnd>()
  const [taken, setTaken] = useState<Taken>()

  const finish = async (now: Running): Promise<void> => {
    setPhase('ending')
    await now.recorder.stop()
    now.letSleep()
    const bytes = await now.recording.finish()
    const { clipId, name, practice, kept } = now
    running.current = undefined
    setTaken({ clipId, bytes, name, practice, kept, recordedMs: now.recorder.recordedMs() })
    setPhase('idle')
  }
  const stop = (why?: TakeEnd): void => {
    const now = running.current
    if (!now || now.ending) return
    setEnd(why)
    now.ending = finish(now)
  }

  const start = async (practice: boolean): Promise<void> => {
    if (!stream || personId === undefined || running.current || isStarting.current) return
    isStarting.current = true
    try {
      await begin(stream, personId, practice)
    } finally {
      isStarting.current = false
    }
  }

  const begin = async (from: MediaStream, owner: string, practice: boolean): Promise<void> => {
    const before = taken
    setEnd(undefined)
    setTaken(undefined)
    setRecordedMs(0)
    setSafeBytes(0)
    if (before?.kept) void sendings.giveUp(before.clipId)
    const { type = 'video/webm', extension } = recordingKind()
    const clipId = newId()
    const name = `lesson.${extension}`
    const keeping = practice
      ? undefined
      : await sendings.record(clipId, owner, { name, type }, noWords).catch((error: unknown) => {
          if (error instanceof KeepFault) return undefined
          throw error
        })
    const recording = keeping ?? recordInMemory(type)
    const recorder = startRecorder({
      stream: from,
      nowMs,
      onPiece: (piece) => {
        recording.append(piece).then(setSafeBytes, () => stop('no-room'))
      },
      onEnded: () => stop('taken-away'),
    })
    running.current = {
      recorder,
      recording,
      clipId,
      name,
      practice,
      kept: keeping !== undefined,
      letSleep: keepAwake(),
    }
    setPhase('recording')
  }

  useEffect(() => {
    if (phase !== 'recording') return
    const timer = setInterval(() => {
      const ms = running.current?.recorder.recordedMs() ?? 0
      setRecordedMs(ms)
      if (ms >= longestMs) stop('longest')
    }, 250)
    return () => clearInterval(timer)
  })
  // Left by a wrong press: what was recorded is kept, as after a crash.
  useEffect(
    () => () => {
      const now = running.current
      if (now && !now.ending) now.ending = finishQuietly(now)
    },
    [],
  )

  return {
    phase,
    recordedMs,
    safeBytes,
    end,
    taken,
    start,
    stop: () => {
      const recordedNowMs = running.current?.recorder.recordedMs() ?? 0
      if (phase === 'paused' || recordedNowMs > SECOND_PRESS_MS) stop()
    },
    pause: () => {
      running.current?.recorder.pause()
      setPhase('paused')
    },
    resume: () => {
      running.current?.recorder.resume()
      setPhase('recording')
    },
  }
}

async function finishQuietly({ recorder, recording, letSleep }: Running): Promise<void> {
  await recorder.stop()
  letSleep()
  await recording.finish()
}

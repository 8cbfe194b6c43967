import type { Clip, ClipUpload, SignedRange } from '@cuepoint/contracts'
import {
  type ByteRange,
  bytesIn,
  isWholePart,
  mergedRanges,
  missingRanges,
  nextRange,
  partAt,
  rangeOfPart,
} from '@cuepoint/domain'
import { ApiProblem, asProblem, isProblem } from '../api/problem.ts'
import type { ClipWords } from './kept-files.ts'
import type { LinePace } from './line-pace.ts'
import type { PutOptions, PutOutcome } from './put-range.ts'

export type Manner = { readonly signal: AbortSignal; readonly lastOnConnection: boolean }

/** The server's side of one clip's upload. All of it may be asked again, whatever became of the answer. */
export type UploadApi = {
  /** The clip under the id that this device gave it, made or there already. */
  make(clipId: string, words: ClipWords, manner: Manner): Promise<void>
  /** The upload that is on its way, or one that begins now. */
  begin(clipId: string, file: Blob, manner: Manner): Promise<ClipUpload>
  find(clipId: string, manner: Manner): Promise<ClipUpload>
  sign(clipId: string, uploadId: string, ranges: readonly ByteRange[], manner: Manner): Promise<SignedRange[]>
  join(clipId: string, uploadId: string, part: number, manner: Manner): Promise<void>
  complete(clipId: string, uploadId: string, manner: Manner): Promise<Clip>
}

export type SendFile = {
  readonly clipId: string
  /** Given where the server may not have the clip yet. */
  readonly words?: ClipWords | undefined
  readonly file: Blob
  readonly api: UploadApi
  readonly put: (options: PutOptions) => Promise<PutOutcome>
  readonly pace: LinePace
  readonly nowMs: () => number
  /** Resolves after so long, or sooner when the line may be back. Rejects when `signal` aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
  /** Bytes that are stored or have left. */
  readonly onSent: (bytes: number) => void
  /** `undefined` once it moves again. */
  readonly onTrouble: (problem: ApiProblem | undefined) => void
}

const SIGNED_AT_ONCE = 8
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

const mannerOf = ({ signal, pace }: SendFile): Manner => ({ signal, lastOnConnection: !pace.isSteady() })

/** What no waiting changes: the file, the right, or the clip is the matter. */
export const isFinal = ({ code, status }: ApiProblem): boolean =>
  !['offline', 'unreachable', 'timeout', 'too-many-tries'].includes(code) && status > 0 && status < 500

/**
 * Sends a file into a clip, from wherever it is to its end: asks what is there, sends what is missing, and waits out
 * every cut. Rejects with ApiProblem where waiting does not help, and with the signal's reason.
 */
export async function sendFile(given: SendFile): Promise<Clip> {
  const { clipId, words, file, api, pause, signal, onTrouble } = given
  let failures = 0
  let upload: ClipUpload | undefined
  for (;;) {
    try {
      if (upload === undefined && words) await api.make(clipId, words, mannerOf(given))
      upload =
        upload === undefined
          ? await api.begin(clipId, file, mannerOf(given))
          : await api.find(clipId, mannerOf(given))
      onTrouble(undefined)
      const before = bytesIn(upload.have)
      const sent = await sendMissing(given, upload)
      if (sent === 'all') return await completed(given, upload)
      // Each cut is followed by a question, because what was cut may have arrived.
      if (bytesIn(sent) > before) failures = 0
      throw new ApiProblem('unreachable')
    } catch (error) {
      signal.throwIfAborted()
      const problem = asProblem(error)
      // Given up meanwhile, or on its way from another device: begin once more finds out.
      if (problem.code === 'not-found' && upload !== undefined) upload = undefined
      else if (problem.code !== 'upload-incomplete' && isFinal(problem)) throw problem
      failures += 1
      onTrouble(problem)
      await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1)), signal)
    }
  }
}

/** Parts whose pieces are all there, and that nobody heard to be joined, are joined on the way. */
async function completed(given: SendFile, upload: ClipUpload): Promise<Clip> {
  const { api, clipId } = given
  try {
    return await api.complete(clipId, upload.id, mannerOf(given))
  } catch (error) {
    if (!isProblem(error, 'upload-incomplete')) throw error
    for (const range of rangesOf(error.details['missing']))
      await api.join(clipId, upload.id, partAt(upload, range), mannerOf(given))
    return await api.complete(clipId, upload.id, mannerOf(given))
  }
}

const rangesOf = (missing: unknown): ByteRange[] =>
  Array.isArray(missing)
    ? missing.filter((each): each is ByteRange => typeof (each as Partial<ByteRange>)?.fromByte === 'number')
    : []

/** Sends until nothing is missing or a request fails; then what is known to be there. */
async function sendMissing(given: SendFile, upload: ClipUpload): Promise<'all' | ByteRange[]> {
  const { clipId, api, pace, signal } = given
  const whole = { fromByte: 0, toByte: upload.sizeBytes }
  let have = mergedRanges(upload.have)
  const away = new Map<ByteRange, number>()
  const signed: SignedRange[] = []
  let failed = false
  const tell = (): void =>
    given.onSent(bytesIn(have) + [...away.values()].reduce((sum, sent) => sum + sent, 0))
  tell()

  /** The next ranges as the line is now, signed together: one question for several requests. */
  const fill = async (): Promise<void> => {
    const wanted = pace.wantedBytes(upload.partBytes)
    // What is signed is cut: as long as the line is not known, that is a guess.
    const atMost = pace.bytesPerSecond() === undefined ? 1 : SIGNED_AT_ONCE
    const ranges: ByteRange[] = []
    for (;;) {
      const next = nextRange(upload, missingRanges(whole, [...have, ...away.keys(), ...ranges]), wanted)
      if (!next || ranges.length === atMost) break
      ranges.push(next)
    }
    if (ranges.length > 0) signed.push(...(await api.sign(clipId, upload.id, ranges, mannerOf(given))))
  }

  const sendOne = async (range: SignedRange): Promise<void> => {
    away.set(range, 0)
    const began = given.nowMs()
    const { fromByte, toByte, url, sameOrigin } = range
    const outcome = await given.put({
      url,
      sameOrigin,
      body: given.file.slice(fromByte, toByte),
      ...mannerOf(given),
      onSent: (bytes) => {
        away.set(range, bytes)
        tell()
      },
    })
    away.delete(range)
    signal.throwIfAborted()
    if (outcome.end !== 'stored') {
      failed = true
      pace.cut()
      tell()
      return
    }
    pace.carried(toByte - fromByte, given.nowMs() - began)
    have = mergedRanges([...have, range])
    tell()
    const part = rangeOfPart(upload, partAt(upload, range))
    if (!isWholePart(upload, range) && missingRanges(part, have).length === 0)
      await api.join(clipId, upload.id, partAt(upload, range), mannerOf(given))
  }

  const running = new Set<Promise<void>>()
  // oxlint-disable-next-line eslint/no-unmodified-loop-condition -- set by whatever of them fails meanwhile
  while (!failed) {
    if (signed.length === 0) await fill()
    const next = signed.shift()
    if (next) {
      const sending = sendOne(next).finally(() => running.delete(sending))
      running.add(sending)
      sending.catch(() => {
        failed = true
      })
    }
    if (running.size === 0) break
    if (!next || running.size >= pace.atOnce(upload.partBytes)) await Promise.race(running)
  }
  await Promise.all(running)
  return missingRanges(whole, have).length === 0 ? 'all' : have
}

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SeenClip, Teacher } from '../stage/teacher.ts'
import type { Expected, HostileFile, Scene } from './hostile-file.ts'

export type Outcome = {
  readonly kind: 'refused' | 'shown' | 'wrong'
  readonly words: string
  readonly seconds: number
}

/** Sends one file as a teacher and waits until nothing of it is in work any more. */
export async function tryFile(
  teacher: Teacher,
  scene: Scene,
  file: HostileFile,
  options: { readonly limitMs: number; readonly sentences: ReadonlySet<string> },
): Promise<Outcome> {
  const path = join(scene.dir, `sent-${file.name}`)
  await writeFile(path, await file.make(scene))
  const startedMs = performance.now()
  const seconds = () => (performance.now() - startedMs) / 1_000
  const clipId = await teacher.newClip('A file of the suite')
  const notTaken = await teacher.send(clipId, path, file.name)
  if (notTaken) return { ...judged(file.expected, notTaken.code), seconds: seconds() }
  const clip = await teacher.waitUntil(clipId, hasEnded, options.limitMs)
  const wrong = (words: string): Outcome => ({ kind: 'wrong', words, seconds: seconds() })
  if (!clip) return wrong(`still at work after ${options.limitMs / 1_000} s`)
  if (clip.state === 'failed') return wrong(`failed: ${clip.failReason}`)
  if (clip.state === 'ready') return { ...judged(file.expected, undefined), seconds: seconds() }
  const reason = clip.rejectReason ?? 'no reason'
  if (!options.sentences.has(reason)) return wrong(`${reason} has no sentence`)
  return { ...judged(file.expected, reason), seconds: seconds() }
}

/** A clip that can be watched is still worked on until it is complete. */
function hasEnded({ state, media }: SeenClip): boolean {
  return state === 'rejected' || state === 'failed' || (state === 'ready' && media?.complete !== false)
}

/** Holds how it ended against what was expected; without a reason it was shown. */
export function judged(
  expected: Expected,
  reason: string | undefined,
): { readonly kind: Outcome['kind']; readonly words: string } {
  const words = reason ?? 'shown'
  const holds =
    expected === 'bounded' ||
    (expected === 'ready' ? reason === undefined : reason !== undefined && expected.refused.includes(reason))
  if (holds) return { kind: reason === undefined ? 'shown' : 'refused', words }
  return {
    kind: 'wrong',
    words: `${words}, and not ${expected === 'ready' ? 'shown' : expected.refused.join(' or ')}`,
  }
}

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProcessingClaim, WrittenFile } from '@cuepoint/db'
import { makeSound } from '../ffmpeg/make-sound.ts'
import type { MediaPlan } from '../ffmpeg/plan.ts'
import { initOf, levelledSound } from '../ffmpeg/rendition-files.ts'
import { FfmpegFault } from '../ffmpeg/run.ts'
import { renditionOf, type WholeRendition } from '../publishing/rendition.ts'
import { storeFiles } from '../publishing/store-files.ts'
import type { MadeFirst } from './complete-first.ts'
import type { MakePlayableDeps } from './make-playable.ts'

export interface LevelledSound {
  readonly rendition: WholeRendition | undefined
  /** The name of the file of peaks. */
  readonly peaks: string
  readonly files: readonly WrittenFile[]
}

const LIMIT_AT_LEAST_MS = 5 * 60_000

/** The sound made even, and its peaks. Undefined where that cannot be done: the clip is heard as it was filmed. */
export async function levelSound(
  deps: Pick<MakePlayableDeps, 'tool' | 'storage' | 'encoderThreads' | 'log'>,
  { clipId, mediaId }: ProcessingClaim,
  { soundFile, outputDir, signal }: Pick<MadeFirst, 'soundFile' | 'outputDir' | 'signal'>,
  { sound, durationMs }: Pick<MediaPlan, 'sound' | 'durationMs'>,
): Promise<LevelledSound | undefined> {
  if (!sound) return undefined
  const soundDir = join(outputDir, '../sound')
  await mkdir(soundDir)
  try {
    const { levelled, peaksFile } = await makeSound(deps.tool, {
      inputFile: soundFile,
      outputDir: soundDir,
      channels: sound.channels,
      durationMs,
      threads: deps.encoderThreads,
      timeLimitMs: Math.max(LIMIT_AT_LEAST_MS, durationMs),
      signal,
    })
    const lengths = new Map(levelled.segments.map(({ file, durationMs: ms }) => [file, ms]))
    const names = [initOf(levelledSound), ...lengths.keys(), peaksFile]
    const run = { clipId, writtenBy: mediaId, signal }
    const files = (await storeFiles(deps.storage, run, soundDir, names)).map((file) => ({
      ...file,
      durationMs: lengths.get(file.name) ?? null,
    }))
    const stored = new Map(files.map((file) => [file.name, file]))
    return { rendition: renditionOf(levelledSound, levelled.segments, stored), peaks: peaksFile, files }
  } catch (error) {
    if (!(error instanceof FfmpegFault) || error.end === 'aborted') throw error
    deps.log.warn({ clipId, mediaId, err: error }, 'the sound stays as it was filmed')
    return undefined
  }
}

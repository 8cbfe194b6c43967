import type { FinishFacts, StoredMedia, WrittenFile } from '@cuepoint/db'
import type { ObjectStore } from '@cuepoint/storage'
import type { Logger } from 'pino'
import type { InputLimits } from '../ffmpeg/accepted-input.ts'
import type { FilterSupport } from '../ffmpeg/colour-filters.ts'
import type { MasterSound } from '../ffmpeg/master-playlist.ts'
import { mediaPlaylistText } from '../ffmpeg/media-playlist.ts'
import { levelledSound, originalSound, wholePlaylistOf } from '../ffmpeg/rendition-files.ts'
import type { FfmpegTool } from '../ffmpeg/run.ts'
import type { Originals } from '../original/originals.ts'
import { readCodec } from '../publishing/read-codec.ts'
import { storeText } from '../publishing/store-text.ts'
import { readPlan } from '../publishing/stored-plan.ts'
import { writeMaster } from '../publishing/write-master.ts'
import { storedRenditions } from './renditions.ts'
import { addStills } from './stills.ts'

const TOLERANCE_MS = 500

export interface CompleteDeps {
  readonly storage: Pick<ObjectStore, 'openRead' | 'putFile' | 'putBytes' | 'deletePrefix'>
  readonly originals: Originals
  readonly tool: FfmpegTool & FilterSupport
  readonly limits: InputLimits
  readonly encoderThreads: number
  readonly log: Logger
}

/** Writes the last playlists and the stills under this run's prefix; nothing of it is seen yet. */
export async function completeMedia(
  deps: CompleteDeps,
  facts: FinishFacts,
  dir: string,
  signal: AbortSignal,
): Promise<{ media: StoredMedia; files: WrittenFile[] }> {
  const plan = readPlan(facts.plan)
  const { clipId } = facts.claim
  const run = { clipId, writtenBy: facts.claim.mediaId }
  const rungs = [plan.first, ...plan.later]
  // One with a hole in it is left out, so that nobody is sent into it.
  const renditions = storedRenditions(
    rungs.map(({ name }) => name),
    facts.files,
  ).filter(({ durationMs }) => Math.abs(durationMs - plan.picture.durationMs) <= TOLERANCE_MS)
  if (renditions.length < rungs.length)
    deps.log.warn({ clipId, left: rungs.length - renditions.length }, 'some renditions are left out')

  const files: WrittenFile[] = []
  const variants = []
  const first = renditions.find(({ name }) => name === plan.first.name)
  for (const { name, segments, bandwidth, initBy } of renditions) {
    const rung = rungs.find((each) => each.name === name)
    if (!rung) continue
    const playlist = wholePlaylistOf(name)
    // The first rendition has had its playlist since it was whole.
    if (name !== plan.first.name) {
      const text = mediaPlaylistText(name, segments, first?.segments)
      files.push(await storeText(deps.storage, run, playlist, text))
    }
    const codec = await readCodec(deps.storage, { clipId, writtenBy: initBy }, name)
    variants.push({ ...rung, playlist, codec, bandwidth })
  }
  const offer = { variants, sounds: soundsOf(facts, plan.sound?.channels), rate: plan.picture.rate }
  const master = await writeMaster(deps.storage, run, 3, offer)
  const stills = await addStills(deps, facts, plan, renditions, dir, signal)
  const { partly: _, ...before } = facts.media
  return {
    files: [...files, ...master.files, ...stills.files],
    media: {
      ...before,
      ...master.media,
      ...(stills.storyboard === undefined ? {} : { storyboard: stills.storyboard }),
      ...(stills.poster === undefined ? {} : { poster: stills.poster }),
    },
  }
}

/** The sounds of the playlist that people have now, in its order. */
function soundsOf({ media, files }: FinishFacts, channels: 1 | 2 | undefined): MasterSound[] {
  if (channels === undefined) return []
  return (media.sounds ?? []).flatMap((name): MasterSound[] => {
    const rendition = name === 'levelled' ? levelledSound : originalSound
    // It ends where it ends: with its pictures, or before.
    const [whole] = storedRenditions([rendition], files)
    return whole ? [{ name, playlist: wholePlaylistOf(rendition), channels, bandwidth: whole.bandwidth }] : []
  })
}

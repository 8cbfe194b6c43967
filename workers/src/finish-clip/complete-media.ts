import type { FinishFacts, StoredMedia, WrittenFile } from '@cuepoint/db'
import type { ObjectStore } from '@cuepoint/storage'
import type { Logger } from 'pino'
import type { InputLimits } from '../ffmpeg/accepted-input.ts'
import type { FilterSupport } from '../ffmpeg/colour-filters.ts'
import { type MasterSound, masterPlaylist } from '../ffmpeg/master-playlist.ts'
import { mediaPlaylistText } from '../ffmpeg/media-playlist.ts'
import { levelledSound, originalSound } from '../ffmpeg/rendition-files.ts'
import type { FfmpegTool } from '../ffmpeg/run.ts'
import type { Originals } from '../original/originals.ts'
import { readCodec } from '../publishing/read-codec.ts'
import { storeText } from '../publishing/store-text.ts'
import { readPlan } from '../publishing/stored-plan.ts'
import { finishedRenditions } from './renditions.ts'
import { addStills } from './stills.ts'

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
  const renditions = finishedRenditions(rungs, facts.files, plan.picture.durationMs)
  const sizeOf = new Map(rungs.map((rung) => [rung.name, rung]))
  if (renditions.length < rungs.length)
    deps.log.warn({ clipId, left: rungs.length - renditions.length }, 'some renditions are left out')

  const files: WrittenFile[] = []
  const variants = []
  const first = renditions.find(({ name }) => name === plan.first.name)
  for (const { name, segments, bandwidth, initBy } of renditions) {
    const rung = sizeOf.get(name)
    if (!rung) continue
    // The first rendition has a playlist of its own since it was whole.
    const playlist = `${name}-whole.m3u8`
    if (name !== plan.first.name)
      files.push(
        await storeText(deps.storage, run, playlist, mediaPlaylistText(name, segments, first?.segments)),
      )
    const codec = await readCodec(deps.storage, { clipId, writtenBy: initBy }, name)
    variants.push({ name, playlist, width: rung.width, height: rung.height, codec, bandwidth })
  }
  const sounds = soundsOf(facts, plan.sound?.channels)
  const [usual] = sounds
  const playlist = 'master-3.m3u8'
  files.push(
    await storeText(deps.storage, run, playlist, masterPlaylist(variants, sounds, plan.picture.rate)),
  )
  const stills = await addStills(deps, facts, plan, renditions, dir, signal)
  files.push(...stills.files)

  // The largest is what a page lays its room out for.
  const shown = variants.toSorted((a, b) => b.width * b.height - a.width * a.height)
  const [top = plan.first] = shown
  const { partly: _, ...before } = facts.media
  return {
    files,
    media: {
      ...before,
      playlist,
      width: top.width,
      height: top.height,
      ...(stills.storyboard === undefined ? {} : { storyboard: stills.storyboard }),
      ...(stills.poster === undefined ? {} : { poster: stills.poster }),
      renditions: shown.map(({ name, width, height, bandwidth }) => ({
        name,
        width,
        height,
        bandwidth: bandwidth.peak + (usual?.bandwidth.peak ?? 0),
      })),
    },
  }
}

/** The sounds of the playlist that people have now, in its order. */
function soundsOf({ media, files, durationMs }: FinishFacts, channels: 1 | 2 | undefined): MasterSound[] {
  if (channels === undefined) return []
  return (media.sounds ?? []).flatMap((name): MasterSound[] => {
    const rendition = name === 'levelled' ? levelledSound : originalSound
    const [whole] = finishedRenditions([{ name: rendition }], files, durationMs)
    return whole ? [{ name, playlist: `${rendition}-whole.m3u8`, channels, bandwidth: whole.bandwidth }] : []
  })
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProcessingClaim, Progress, StoredMedia, WrittenFile } from '@cuepoint/db'
import { perSecond } from '../ffmpeg/frame-rate.ts'
import { listeningPlaylist, type MasterSound, masterPlaylist } from '../ffmpeg/master-playlist.ts'
import { mediaPlaylistText, type Segment } from '../ffmpeg/media-playlist.ts'
import type { MediaPlan } from '../ffmpeg/plan.ts'
import { originalSound, playlistOf } from '../ffmpeg/rendition-files.ts'
import { stretchesOf } from '../ffmpeg/stretches.ts'
import { readCodec } from '../publishing/read-codec.ts'
import { renditionOf, type WholeRendition } from '../publishing/rendition.ts'
import { storeText } from '../publishing/store-text.ts'
import { type FirstRendition, listedSegments } from './foreseen.ts'
import { levelSound } from './level-sound.ts'
import type { MakePlayableDeps, StoredFiles } from './make-playable.ts'

export interface MadeFirst {
  readonly plan: MediaPlan
  readonly foreseen: FirstRendition
  readonly poster: WrittenFile
  readonly outputDir: string
  readonly soundFile: string
  readonly stored: StoredFiles
  /** It broke off before its end. */
  readonly broken: boolean
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

/** What comes out shorter than this was not all there. */
const TOLERANCE_MS = 500

/**
 * The first rendition is whole: says what it really is, adds the sound made even, and plans the parts of what is
 * still to be made.
 */
export async function completeFirst(
  deps: MakePlayableDeps,
  claim: ProcessingClaim,
  made: MadeFirst,
): Promise<void> {
  const { plan, foreseen, stored } = made
  const run = { clipId: claim.clipId, writtenBy: claim.mediaId }
  const put = (name: string, text: string) => storeText(deps.storage, run, name, text)
  const picture = await measured(made, plan.first.name, foreseen.picture)
  if (!picture) throw new Error('the first rendition is not there')
  const original = plan.sound && (await measured(made, originalSound, foreseen.sound))
  const levelled = plan.sound && (await levelSound(deps, claim, made, plan.sound))

  const written: WrittenFile[] = [...(levelled?.files ?? [])]
  const sounds: MasterSound[] = []
  for (const [name, sound] of [
    ['levelled', levelled?.rendition],
    ['original', original],
  ] as const) {
    if (!sound || !plan.sound) continue
    const playlist = `${sound.name}-whole.m3u8`
    written.push(await put(playlist, mediaPlaylistText(sound.name, sound.segments, picture.segments)))
    sounds.push({ name, playlist, channels: plan.sound.channels, bandwidth: sound.bandwidth })
  }
  const pictures = `${picture.name}-whole.m3u8`
  written.push(await put(pictures, mediaPlaylistText(picture.name, picture.segments)))
  const { width, height, name } = plan.first
  const codec = await readCodec(deps.storage, run, name)
  const variant = { playlist: pictures, width, height, codec, bandwidth: picture.bandwidth }
  const playlist = 'master-2.m3u8'
  written.push(await put(playlist, masterPlaylist([variant], sounds, plan.picture.rate)))
  const [usual] = sounds
  if (usual) written.push(await put('listen-2.m3u8', listeningPlaylist(usual)))

  const durationMs = Math.round(Math.max(picture.durationMs, original?.durationMs ?? 0))
  const damaged = plan.damaged || made.broken || picture.durationMs < plan.picture.durationMs - TOLERANCE_MS
  const media: StoredMedia = {
    playlist,
    poster: made.poster.name,
    width,
    height,
    framesPerSecond: Math.round(perSecond(plan.picture.rate) * 1_000) / 1_000,
    hasAudio: plan.sound !== undefined,
    renditions: [{ name, width, height, bandwidth: picture.bandwidth.peak + (usual?.bandwidth.peak ?? 0) }],
    ...(usual ? { listen: 'listen-2.m3u8' } : {}),
    ...(levelled?.peaks ? { peaks: levelled.peaks } : {}),
    sounds: sounds.map((sound) => sound.name),
    damaged,
  }
  const lengths = new Map(
    [...picture.segments, ...(original?.segments ?? [])].map((segment) => [segment.file, segment.durationMs]),
  )
  const left: MediaPlan = {
    ...plan,
    picture: { ...plan.picture, durationMs: Math.round(picture.durationMs) },
  }
  const handedOver = await deps.store.handOver(claim, {
    media,
    files: [
      ...written,
      ...[...stored.values()].map((file) => ({ ...file, durationMs: lengths.get(file.name) ?? null })),
    ],
    durationMs,
    plan: left,
    stretches:
      plan.later.length === 0
        ? []
        : stretchesOf(picture.durationMs, { aboveMs: deps.partAboveMs, partMs: deps.partMs }),
  })
  deps.log.info({ ...claim, handedOver, durationMs, damaged }, 'first rendition whole')
}

/** As ffmpeg lists it where it came to its end, else as it was foreseen, as far as it is in storage without a gap. */
async function measured(
  { outputDir, stored }: MadeFirst,
  name: string,
  foreseen: readonly Segment[],
): Promise<WholeRendition | undefined> {
  const text = await readFile(join(outputDir, playlistOf(name)), 'utf8').catch(() => undefined)
  return renditionOf(name, listedSegments(text) ?? foreseen, stored)
}

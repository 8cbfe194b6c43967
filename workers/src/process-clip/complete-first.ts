import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProcessingClaim, WrittenFile } from '@cuepoint/db'
import type { MasterSound } from '../ffmpeg/master-playlist.ts'
import { mediaPlaylistText, parseMediaPlaylist, type Segment } from '../ffmpeg/media-playlist.ts'
import type { MediaPlan } from '../ffmpeg/plan.ts'
import { originalSound, playlistOf, wholePlaylistOf } from '../ffmpeg/rendition-files.ts'
import { stretchesOf } from '../ffmpeg/stretches.ts'
import type { StoredFiles } from '../publishing/carrier.ts'
import { readCodec } from '../publishing/read-codec.ts'
import { renditionOf, type WholeRendition } from '../publishing/rendition.ts'
import { storeText } from '../publishing/store-text.ts'
import { writeMaster } from '../publishing/write-master.ts'
import { describe, type FirstRendition } from './foreseen.ts'
import { levelSound } from './level-sound.ts'
import type { MakePlayableDeps } from './make-playable.ts'

export interface MadeFirst {
  readonly foreseen: FirstRendition
  readonly poster: WrittenFile
  readonly outputDir: string
  readonly soundFile: string
  readonly stored: StoredFiles
  /** It broke off before its end. */
  readonly broken: boolean
  readonly signal: AbortSignal
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
  const { foreseen, stored } = made
  const { plan } = foreseen
  const run = { clipId: claim.clipId, writtenBy: claim.mediaId }
  const picture = await measured(made, plan.first.name, foreseen.picture)
  if (!picture) throw new Error('the first rendition is not there')
  const original = plan.sound && (await measured(made, originalSound, foreseen.sound))
  const levelled = plan.sound && (await levelSound(deps, claim, made, plan))

  const files: WrittenFile[] = [...(levelled?.files ?? [])]
  const write = async ({ name, segments }: WholeRendition): Promise<string> => {
    const text = mediaPlaylistText(name, segments, picture.segments)
    files.push(await storeText(deps.storage, run, wholePlaylistOf(name), text))
    return wholePlaylistOf(name)
  }
  const sounds: MasterSound[] = []
  for (const [name, sound] of [
    ['levelled', levelled?.rendition],
    ['original', original],
  ] as const)
    if (sound && plan.sound)
      sounds.push({
        name,
        playlist: await write(sound),
        channels: plan.sound.channels,
        bandwidth: sound.bandwidth,
      })
  const variant = {
    ...plan.first,
    playlist: await write(picture),
    codec: await readCodec(deps.storage, run, plan.first.name),
    bandwidth: picture.bandwidth,
  }
  const offer = { variants: [variant], sounds, rate: plan.picture.rate }
  const master = await writeMaster(deps.storage, run, 2, offer)

  const durationMs = Math.round(Math.max(picture.durationMs, original?.durationMs ?? 0))
  const damaged = plan.damaged || made.broken || picture.durationMs < plan.picture.durationMs - TOLERANCE_MS
  const left: MediaPlan = {
    ...plan,
    picture: {
      ...plan.picture,
      durationMs: Math.round(picture.durationMs),
      ...(plan.first.copied && { cutsMs: cutsOf(picture, plan.firstPictureMs) }),
    },
  }
  const real = { plan, picture: picture.segments, sound: original?.segments ?? [] }
  const parts = { aboveMs: deps.partAboveMs, partMs: deps.partMs }
  const handedOver = await deps.store.handOver(claim, {
    media: {
      ...master.media,
      poster: made.poster.name,
      ...(levelled ? { peaks: levelled.peaks } : {}),
      damaged,
    },
    // With the lengths that they really have.
    files: [...files, ...master.files, ...describe(real, stored.values())],
    durationMs,
    plan: left,
    stretches: plan.later.length === 0 ? [] : stretchesOf(left.picture, parts),
  })
  deps.log.info({ ...claim, handedOver, durationMs, damaged }, 'first rendition whole')
}

/** Where the segments after the first begin, on the clip's clock. */
function cutsOf({ segments }: WholeRendition, firstPictureMs: number): number[] {
  let atMs = firstPictureMs
  return segments.slice(0, -1).map(({ durationMs }) => {
    atMs += durationMs
    return atMs
  })
}

/** As ffmpeg lists it where it came to its end, else as it was foreseen, as far as it is in storage without a gap. */
async function measured(
  { outputDir, stored }: MadeFirst,
  name: string,
  foreseen: readonly Segment[],
): Promise<WholeRendition | undefined> {
  const text = await readFile(join(outputDir, playlistOf(name)), 'utf8').catch(() => '')
  const isWhole = text.includes('#EXT-X-ENDLIST')
  return renditionOf(name, isWhole ? parseMediaPlaylist(text).segments : foreseen, stored)
}

import type { MediaFile, WrittenFile } from '@cuepoint/db'
import type { MasterSound } from '../ffmpeg/master-playlist.ts'
import { mediaPlaylistText, type Segment } from '../ffmpeg/media-playlist.ts'
import { contentTypeOf, initOf, originalSound, playlistOf } from '../ffmpeg/rendition-files.ts'
import { mostKbitOf } from '../ffmpeg/rung-quality.ts'
import type { StoredFiles } from '../publishing/carrier.ts'
import { readCodec } from '../publishing/read-codec.ts'
import { storeText } from '../publishing/store-text.ts'
import { writeMaster } from '../publishing/write-master.ts'
import type { FirstRendition } from './foreseen.ts'
import type { MakePlayableDeps } from './make-playable.ts'
import type { Published } from './store.ts'

/** The most that sound comes to, copied or encoded. */
const SOUND_BITS = 192_000

/**
 * What is published of the first rendition while it is being made: playlists that name all of it, so that a player
 * starts at the beginning and knows the true length, and files of which those that are not yet there are promised.
 */
export async function announcement(
  deps: Pick<MakePlayableDeps, 'storage'>,
  claim: { clipId: string; mediaId: string; sizeBytes: number },
  foreseen: FirstRendition,
  stored: StoredFiles,
  poster: WrittenFile,
): Promise<Published> {
  const { plan, picture, sound } = foreseen
  const { first } = plan
  const run = { clipId: claim.clipId, writtenBy: claim.mediaId }
  const playlist = playlistOf(first.name)
  const written = [
    poster,
    await storeText(deps.storage, run, playlist, mediaPlaylistText(first.name, picture)),
  ]
  // Not yet measured: what it may come to at most, so that nobody's line is promised too little.
  const kbit = first.copied ? ((claim.sizeBytes * 8) / Math.max(1, plan.durationMs)) * 2 : mostKbitOf(first)
  const variant = {
    ...first,
    playlist,
    codec: await readCodec(deps.storage, run, first.name),
    bandwidth: { peak: Math.ceil(kbit * 1_000), average: Math.ceil(kbit * 500) },
  }
  const sounds: MasterSound[] = []
  if (plan.sound) {
    const heard = playlistOf(originalSound)
    const text = mediaPlaylistText(originalSound, sound, picture)
    written.push(await storeText(deps.storage, run, heard, text))
    const bandwidth = { peak: SOUND_BITS, average: SOUND_BITS }
    sounds.push({ name: 'original', playlist: heard, channels: plan.sound.channels, bandwidth })
  }
  const offer = { variants: [variant], sounds, rate: plan.picture.rate }
  const master = await writeMaster(deps.storage, run, 1, offer)
  return {
    media: { ...master.media, poster: poster.name, partly: true, damaged: plan.damaged },
    files: [...written, ...master.files, ...listed(foreseen, stored)],
    durationMs: plan.durationMs,
  }
}

/** Every file of the first rendition: as it is in storage, or promised. */
function listed({ plan, picture, sound }: FirstRendition, stored: StoredFiles): MediaFile[] {
  const header = (name: string): Segment => ({ file: initOf(name), durationMs: 0 })
  const headers = [header(plan.first.name), ...(plan.sound ? [header(originalSound)] : [])]
  return [...headers, ...picture, ...sound].map(({ file: name, durationMs }) => ({
    name,
    durationMs,
    contentType: contentTypeOf(name),
    sizeBytes: stored.get(name)?.sizeBytes ?? null,
  }))
}

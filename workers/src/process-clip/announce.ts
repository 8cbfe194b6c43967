import type { MediaFile, ProcessingClaim, StoredMedia, WrittenFile } from '@cuepoint/db'
import { perSecond } from '../ffmpeg/frame-rate.ts'
import { listeningPlaylist, type MasterSound, masterPlaylist } from '../ffmpeg/master-playlist.ts'
import { mediaPlaylistText, type Segment } from '../ffmpeg/media-playlist.ts'
import type { MediaPlan } from '../ffmpeg/plan.ts'
import { contentTypeOf, initOf, originalSound, playlistOf } from '../ffmpeg/rendition-files.ts'
import { mostKbitOf } from '../ffmpeg/rung-quality.ts'
import { readCodec } from '../publishing/read-codec.ts'
import { storeText } from '../publishing/store-text.ts'

import type { FirstRendition } from './foreseen.ts'
import type { MakePlayableDeps, StoredFiles } from './make-playable.ts'

const firstMaster = 'master-1.m3u8'
const firstListen = 'listen-1.m3u8'
const SOUND_KBIT = 192

/**
 * Publishes the first rendition while it is being made: playlists that name all of it, so that a player starts at
 * the beginning and knows the true length, and files of which those that are not yet there are promised.
 */
export async function announce(
  deps: Pick<MakePlayableDeps, 'store' | 'storage'>,
  claim: ProcessingClaim & { sizeBytes: number },
  plan: MediaPlan,
  foreseen: FirstRendition,
  stored: StoredFiles,
  poster: WrittenFile,
): Promise<'published' | 'lost'> {
  const run = { clipId: claim.clipId, writtenBy: claim.mediaId }
  const { first, sound } = plan
  const put = (name: string, text: string) => storeText(deps.storage, run, name, text)
  // Not yet measured: what it may come to at most, so that nobody's line is promised too little.
  const kbit = first.copied ? ((claim.sizeBytes * 8) / Math.max(1, plan.durationMs)) * 2 : mostKbitOf(first)
  const variant = {
    playlist: playlistOf(first.name),
    width: first.width,
    height: first.height,
    codec: await readCodec(deps.storage, run, first.name),
    bandwidth: { peak: Math.ceil(kbit * 1_000), average: Math.ceil(kbit * 500) },
  }
  const original: MasterSound[] = sound
    ? [
        {
          name: 'original',
          playlist: playlistOf(originalSound),
          channels: sound.channels,
          bandwidth: { peak: SOUND_KBIT * 1_000, average: SOUND_KBIT * 750 },
        },
      ]
    : []
  const written = [
    poster,
    await put(variant.playlist, mediaPlaylistText(first.name, foreseen.picture)),
    ...(sound
      ? [
          await put(
            playlistOf(originalSound),
            mediaPlaylistText(originalSound, foreseen.sound, foreseen.picture),
          ),
        ]
      : []),
    ...(await Promise.all(original.map((each) => put(firstListen, listeningPlaylist(each))))),
    await put(firstMaster, masterPlaylist([variant], original, plan.picture.rate)),
  ]
  const media: StoredMedia = {
    playlist: firstMaster,
    poster: poster.name,
    width: first.width,
    height: first.height,
    framesPerSecond: Math.round(perSecond(plan.picture.rate) * 1_000) / 1_000,
    hasAudio: sound !== undefined,
    renditions: [
      { name: first.name, width: first.width, height: first.height, bandwidth: variant.bandwidth.peak },
    ],
    ...(sound ? { listen: firstListen } : {}),
    sounds: sound ? ['original'] : [],
    partly: true,
    damaged: plan.damaged,
  }
  const published = await deps.store.publish(claim, {
    media,
    files: [...written, ...listed(plan, foreseen, stored)],
    durationMs: plan.durationMs,
  })
  return published ? 'published' : 'lost'
}

/** Every file of the first rendition: as it is in storage, or promised. */
function listed(plan: MediaPlan, foreseen: FirstRendition, stored: StoredFiles): MediaFile[] {
  const segments: readonly Segment[] = [...foreseen.picture, ...foreseen.sound]
  const inits = [initOf(plan.first.name), ...(plan.sound ? [initOf(originalSound)] : [])]
  return [
    ...inits.map((name) => ({ name, durationMs: null })),
    ...segments.map(({ file, durationMs }) => ({ name: file, durationMs })),
  ].map(({ name, durationMs }) => ({
    name,
    durationMs,
    contentType: contentTypeOf(name),
    sizeBytes: stored.get(name)?.sizeBytes ?? null,
  }))
}

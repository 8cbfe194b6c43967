import type { StoredMedia, WrittenFile } from '@cuepoint/db'
import type { ObjectStore } from '@cuepoint/storage'
import { type FrameRate, perSecond } from '../ffmpeg/frame-rate.ts'
import {
  listeningPlaylist,
  type MasterSound,
  type MasterVariant,
  masterPlaylist,
} from '../ffmpeg/master-playlist.ts'
import { storeText } from './store-text.ts'

/** What a player may choose from. At least one variant; the first sound is the usual one. */
export interface Offer {
  readonly variants: readonly (MasterVariant & { readonly name: string })[]
  readonly sounds: readonly MasterSound[]
  readonly rate: FrameRate
}

/** The part of a clip's media that follows from what is offered. */
export type OfferedMedia = Omit<StoredMedia, 'poster' | 'storyboard' | 'peaks' | 'partly' | 'damaged'>

/**
 * Writes the playlist of all that is offered, and that of the sound alone. Each stage of a clip has a version of its
 * own, because what somebody has open never changes.
 */
export async function writeMaster(
  storage: Pick<ObjectStore, 'putBytes'>,
  run: { clipId: string; writtenBy: string },
  version: 1 | 2 | 3,
  { variants, sounds, rate }: Offer,
): Promise<{ media: OfferedMedia; files: WrittenFile[] }> {
  const playlist = `master-${version}.m3u8`
  const listen = `listen-${version}.m3u8`
  const [usual] = sounds
  const files = [await storeText(storage, run, playlist, masterPlaylist(variants, sounds, rate))]
  if (usual) files.push(await storeText(storage, run, listen, listeningPlaylist(usual)))
  // The largest is what a page lays its room out for.
  const shown = variants.toSorted((a, b) => b.width * b.height - a.width * a.height)
  const [top] = shown
  if (!top) throw new Error('nothing is offered')
  return {
    files,
    media: {
      playlist,
      ...(usual ? { listen } : {}),
      width: top.width,
      height: top.height,
      framesPerSecond: Math.round(perSecond(rate) * 1_000) / 1_000,
      hasAudio: usual !== undefined,
      sounds: sounds.map(({ name }) => name),
      renditions: shown.map(({ name, width, height, bandwidth }) => ({
        name,
        width,
        height,
        bandwidth: bandwidth.peak + (usual?.bandwidth.peak ?? 0),
      })),
    },
  }
}

import type { ClipMedia, SoundChoice } from '@cuepoint/contracts'
import type { LineState } from './reconnect.ts'

export type Quality = 'auto' | number

export type EngineState = {
  /** False until the first picture of the clip itself can be shown. */
  shown: boolean
  playing: boolean
  waiting: boolean
  /** On the way to another place that has not been reached yet. */
  seeking: boolean
  /** The server has said that a part that is asked for is still being made. */
  unmade: boolean
  bufferedMs: number
  volume: number
  muted: boolean
  speed: number
  quality: Quality
  /** Short sides of the renditions in px, from the largest down; empty where the browser chooses alone. */
  qualities: number[]
  /** The rendition on the screen now. */
  playingQuality: number | null
  /** What she chose on this device; null leaves it to the playlist. */
  sound: SoundChoice | null
  /** Only the sound is fetched and played. */
  listening: boolean
  line: LineState
}

export const restingState: EngineState = {
  shown: false,
  playing: false,
  waiting: false,
  seeking: false,
  unmade: false,
  bufferedMs: 0,
  volume: 1,
  muted: false,
  speed: 1,
  quality: 'auto',
  qualities: [],
  playingQuality: null,
  sound: null,
  listening: false,
  line: 'fine',
}

/** What the engine plays. While a clip is not complete, another playlist takes the place of this one. */
export type EngineMedia = Pick<ClipMedia, 'playlistUrl' | 'listenUrl' | 'durationMs' | 'partly'>

import type { SoundChoice } from '@cuepoint/contracts'
import videojs from 'video.js'
import { type EngineMedia, type EngineState, type Quality, restingState } from './engine-state.ts'
import { createFrameWatch } from './frame-watch.ts'
import { createHeldPicture } from './held-picture.ts'
import { lookForPlaylist } from './look-for-playlist.ts'
import { createPatientRequests, type SendRequest } from './patient-requests.ts'
import { createPictureSizes } from './picture-sizes.ts'
import { createReconnect, type ProbeResult } from './reconnect.ts'
import { chooseSound } from './sound-tracks.ts'
import { createStandstill } from './standstill.ts'
import { keepWatchSettings, readWatchSettings } from './watch-settings.ts'

type EngineOptions = {
  startMs: number
  language: string
  words: Record<string, string>
  /** Fetches nothing before she asks for the clip to play. */
  thrifty: boolean
  /** Asks where the clip is now, when it is no longer where it was. Undefined: nowhere she may see. */
  renew: () => Promise<EngineMedia | undefined>
}

const setTimer = (run: () => void, delayMs: number) => {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}
const patient = createPatientRequests(videojs.xhr as unknown as SendRequest, setTimer)

/** Settings of video.js's HLS engine as a whole, which its types leave out. */
function tuneHls(): void {
  const hls: unknown = Reflect.get(videojs, 'Vhs')
  if (typeof hls !== 'object' && typeof hls !== 'function') return
  Object.assign(hls ?? {}, {
    // Enough for a short hole in the line, and not the whole clip for someone who pays by the megabyte.
    GOAL_BUFFER_LENGTH: 16,
    MAX_GOAL_BUFFER_LENGTH: 30,
    BACK_BUFFER_LENGTH: 60,
    xhr: patient.request,
  })
}

const hlsType = 'application/vnd.apple.mpegurl'
const stallMs = 4000

export type Engine = {
  currentMs: () => number
  getState: () => EngineState
  /** Both return the way to stop. */
  watch: (watcher: () => void) => () => void
  onTime: (listener: (atMs: number) => void) => () => void
  /**
   * Says what to play. The first time it begins; later it goes on from another playlist of the same clip, at the
   * same place, and where smooth playing would be disturbed only at the next pause, seek or hole in the buffer.
   */
  setMedia: (media: EngineMedia) => void
  play: () => void
  pause: () => void
  seek: (atMs: number) => void
  /** Fetches the clip without playing it, as when she drags along the bar. */
  ensureLoaded: () => void
  setSpeed: (speed: number) => void
  setVolume: (volume: number, muted: boolean) => void
  setQuality: (quality: Quality) => void
  setSound: (sound: SoundChoice) => void
  /** Plays the sound alone, or the picture again. */
  setListening: (listening: boolean) => void
  dispose: () => void
}

/** The one wall around video.js: nothing of its types or words goes past it. */
export function createEngine(place: HTMLElement, options: EngineOptions): Engine {
  const { language, words } = options
  videojs.log.level('off')
  tuneHls()
  videojs.addLanguage(language, words)

  const video = document.createElement('video')
  video.playsInline = true
  video.preload = 'auto'
  place.append(video)
  const { volume, muted, sound } = readWatchSettings()
  // Safari plays HLS itself; elsewhere one engine means one behaviour.
  const ownHls = !videojs.browser.IS_ANY_SAFARI
  const player = videojs(video, {
    language,
    children: ['mediaLoader'],
    autoplay: false,
    controls: false,
    playsinline: true,
    preload: 'auto',
    userActions: { hotkeys: false, click: false, doubleClick: false },
    html5: {
      nativeAudioTracks: !ownHls,
      nativeVideoTracks: !ownHls,
      vhs: {
        overrideNative: ownHls,
        enableLowInitialPlaylist: true,
        useBandwidthFromLocalStorage: true,
        useNetworkInformationApi: false,
        limitRenditionByPlayerDimensions: true,
        // A rung that stumbled on a bad line is tried again soon.
        playlistExclusionDuration: 15,
      },
    },
  })
  player.volume(volume)
  player.muted(muted)
  const element = () => player.el().querySelector('video')
  const held = createHeldPicture(place)
  const sizes = createPictureSizes(player, readSizes)

  let state: EngineState = { ...restingState, volume, muted, sound }
  const watchers = new Set<() => void>()
  const listeners = new Set<(atMs: number) => void>()
  const set = (change: Partial<EngineState>) => {
    state = { ...state, ...change }
    for (const watcher of watchers) watcher()
  }

  let media: EngineMedia | undefined
  /** The playlist that has been given to the player. */
  let loadedUrl: string | undefined
  /** False from the wish for a playlist until the player begins with it: what comes meanwhile is of the one before. */
  let begun = false
  let wanted: 'play' | 'pause' = 'pause'
  /** Where to be once the clip has loaded. */
  let waitingMs: number | null = options.startMs
  let stallTimer: ReturnType<typeof setInterval> | undefined

  /** Where it was when it was taken down: whoever asks late still gets the place. */
  let endedMs: number | undefined
  const currentMs = () => endedMs ?? waitingMs ?? Math.round((player.currentTime() ?? 0) * 1000)
  const tell = () => {
    const atMs = currentMs()
    for (const listener of listeners) listener(atMs)
  }

  const wantedUrl = () => (state.listening && media?.listenUrl) || media?.playlistUrl
  const outdated = () => loadedUrl !== undefined && loadedUrl !== wantedUrl()
  function load() {
    const url = wantedUrl()
    if (url === undefined) return
    loadedUrl = url
    begun = false
    player.src({ src: url, type: hlsType })
  }
  const ensureLoaded = () => (loadedUrl === undefined ? load() : undefined)
  /** Begins anew with the wanted playlist at `atMs`, under the last picture. */
  function reload(atMs = currentMs()) {
    if (state.listening) held.release()
    else held.hold(element())
    standstill.leave()
    waitingMs = atMs
    player.error(undefined)
    set({ bufferedMs: 0, seeking: false, unmade: false })
    onWait(state.playing)
    load()
  }
  const reloadIfOutdated = () => (outdated() ? reload() : undefined)

  async function probe(): Promise<ProbeResult> {
    const found = await lookForPlaylist(loadedUrl ?? '')
    if (found !== 'missing') return found
    media = (await options.renew().catch(() => undefined)) ?? media
    return outdated() ? 'moved' : 'gone'
  }
  const reconnect = createReconnect({
    probe,
    reload: () => reload(),
    onState: (line) => (line === state.line ? undefined : set({ line })),
    setTimer,
  })
  const online = () => reconnect.online()
  window.addEventListener('online', online)
  const stopPatience = patient.watch((url, unmade) => {
    const folder = new URL('.', new URL(loadedUrl ?? '', location.href)).href
    if (new URL(url, location.href).href.startsWith(folder) && unmade !== state.unmade) set({ unmade })
  })

  const startPlaying = () => {
    // A browser that refuses leaves the clip paused: the button says so. A clip that is being loaded refuses too.
    void Promise.resolve(player.play()).catch(() => {
      if (!player.isDisposed() && player.paused() && waitingMs === null) set({ playing: false })
    })
  }
  const standstill = createStandstill({
    currentTime: () => player.currentTime() ?? 0,
    buffered: () => player.buffered(),
    pause: () => player.pause(),
    play: startPlaying,
  })
  const onWait = (waiting: boolean) => {
    clearInterval(stallTimer)
    stallTimer = waiting ? setInterval(() => reconnect.stalled(), stallMs) : undefined
    if (state.waiting !== waiting) set({ waiting })
  }
  const useSound = () => {
    if (state.sound === null || player.isDisposed()) return
    chooseSound(player.audioTracks() as unknown as Parameters<typeof chooseSound>[0], state.sound)
  }
  /** The sizes are told once the player knows what a playlist holds, which is before it fetches any sound. */
  function readSizes() {
    set({ qualities: sizes.sizes(), playingQuality: sizes.shown() })
    queueMicrotask(useSound)
  }

  player.on('loadstart', () => {
    begun = true
  })
  player.on('loadedmetadata', () => {
    if (!begun) return
    const atMs = waitingMs
    waitingMs = null
    if (atMs !== null && atMs > 0) player.currentTime(atMs / 1000)
    player.playbackRate(state.speed)
    readSizes()
    if (wanted === 'play') startPlaying()
  })
  player.on(['loadeddata', 'seeked'], () => {
    if (waitingMs !== null) return
    if (!player.seeking()) held.release()
    if (!state.shown) set({ shown: true })
  })
  player.on('seeking', () => (state.seeking || waitingMs !== null ? undefined : set({ seeking: true })))
  player.on('seeked', () => (state.seeking ? set({ seeking: false }) : undefined))
  player.on('play', () => set({ playing: true }))
  player.on('playing', () => {
    if (waitingMs !== null) return
    onWait(false)
    held.release()
    reconnect.fine()
    set({ shown: true })
    frames.start()
  })
  player.on('pause', () => {
    // Being loaded anew, or standing still where nothing is yet, is no pause of hers.
    if ((waitingMs !== null || standstill.stands()) && wanted === 'play') return
    // The element also pauses when it breaks or ends; only her own pause changes what she wants.
    set({ playing: false })
    onWait(false)
    tell()
    if (!player.ended()) reloadIfOutdated()
  })
  player.on('ended', () => {
    wanted = 'pause'
    set({ playing: false })
    tell()
  })
  player.on('waiting', () => {
    onWait(true)
    if (waitingMs === null) reloadIfOutdated()
  })
  player.on(['timeupdate', 'seeking', 'seeked'], () => {
    if (waitingMs === null) tell()
  })
  player.on('timeupdate', () => {
    if (!media?.partly || waitingMs !== null || player.paused() || player.seeking() || player.ended()) return
    if (!standstill.look()) return
    onWait(true)
    reloadIfOutdated()
  })
  player.on('canplay', () => {
    if (waitingMs === null && !standstill.stands()) onWait(false)
  })
  player.on('progress', () => {
    const bufferedMs = Math.round(player.bufferedEnd() * 1000)
    if (bufferedMs !== state.bufferedMs && waitingMs === null) set({ bufferedMs })
  })
  player.on('error', () => {
    if (player.error()) reconnect.broke()
  })

  const frames = createFrameWatch(
    element,
    () => !player.isDisposed() && !player.paused(),
    () => (waitingMs === null ? tell() : undefined),
  )

  return {
    currentMs,
    getState: () => state,
    watch(watcher: () => void) {
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    onTime(listener: (atMs: number) => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    setMedia(next: EngineMedia) {
      media = next
      if (state.listening && next.listenUrl === null) set({ listening: false, shown: false })
      if (loadedUrl === undefined) {
        if (!options.thrifty) load()
      } else if (
        outdated() &&
        (!state.playing || state.waiting || state.line !== 'fine') &&
        !player.ended()
      ) {
        reconnect.fine()
        reload()
      }
    },
    play() {
      if (endedMs !== undefined) return
      wanted = 'play'
      ensureLoaded()
      if (player.ended() && outdated()) reload(0)
      else if (player.ended()) player.currentTime(0)
      if (waitingMs !== null) {
        if (media && waitingMs >= media.durationMs) waitingMs = 0
        set({ playing: true })
        onWait(true)
      }
      standstill.leave()
      startPlaying()
    },
    pause() {
      if (endedMs !== undefined) return
      wanted = 'pause'
      if (standstill.stands()) {
        standstill.leave()
        onWait(false)
      }
      set({ playing: false })
      player.pause()
    },
    seek(atMs: number) {
      if (endedMs !== undefined) return
      const kept = Math.min(Math.max(0, Math.round(atMs)), media?.durationMs ?? Number.POSITIVE_INFINITY)
      if (waitingMs !== null) {
        waitingMs = kept
        tell()
      } else if (outdated()) {
        reload(kept)
        tell()
      } else {
        const stood = standstill.stands()
        standstill.leave()
        player.currentTime(kept / 1000)
        if (stood && wanted === 'play') startPlaying()
      }
    },
    ensureLoaded,
    setSpeed(speed: number) {
      player.playbackRate(speed)
      set({ speed })
    },
    setVolume(nextVolume: number, nextMuted: boolean) {
      player.volume(nextVolume)
      player.muted(nextMuted)
      set({ volume: nextVolume, muted: nextMuted })
      keepWatchSettings({ volume: nextVolume, muted: nextMuted })
    },
    setQuality(quality: Quality) {
      sizes.choose(quality)
      set({ quality })
    },
    setSound(next: SoundChoice) {
      set({ sound: next })
      keepWatchSettings({ sound: next })
      useSound()
    },
    setListening(listening: boolean) {
      if (listening === state.listening || !media?.listenUrl) return
      // The poster stands in for the picture until the first one of its own is there again.
      set({ listening, ...(!listening && { shown: false }) })
      reloadIfOutdated()
    },
    dispose() {
      endedMs = currentMs()
      window.removeEventListener('online', online)
      stopPatience()
      clearInterval(stallTimer)
      standstill.leave()
      held.release()
      reconnect.dispose()
      player.dispose()
    },
  }
}

import videojs from 'video.js'
import { createReconnect, type LineState, type ProbeResult } from './reconnect.ts'
import { keepWatchSettings, readWatchSettings } from './watch-settings.ts'

export type Quality = 'auto' | number
export type EngineState = {
  /** False until the first picture of the clip itself can be shown. */
  shown: boolean
  playing: boolean
  waiting: boolean
  bufferedMs: number
  volume: number
  muted: boolean
  speed: number
  quality: Quality
  /** Short sides of the renditions in px, from the largest down; empty where the browser chooses alone. */
  qualities: number[]
  /** The rendition on the screen now. */
  playingQuality: number | null
  line: LineState
}

type EngineOptions = {
  playlistUrl: string
  durationMs: number
  startMs: number
  language: string
  words: Record<string, string>
  /** Fetches nothing before she asks for the clip to play. */
  thrifty: boolean
}

type QualityLevel = { width: number; height: number; enabled: boolean }
type QualityLevels = { length: number; selectedIndex: number; [index: number]: QualityLevel } & {
  on(events: string[], listener: () => void): void
}

/**
 * Enough for a short hole in the line, and not the whole clip for someone who pays by the megabyte. video.js types
 * leave these out; they are settings of its HLS engine as a whole.
 */
function limitBuffer(): void {
  const engine: unknown = Reflect.get(videojs, 'Vhs')
  if (typeof engine !== 'object' && typeof engine !== 'function') return
  Object.assign(engine ?? {}, { GOAL_BUFFER_LENGTH: 16, MAX_GOAL_BUFFER_LENGTH: 30, BACK_BUFFER_LENGTH: 60 })
}

const hlsType = 'application/vnd.apple.mpegurl'
const stallMs = 4000
const probeMs = 10_000
const shortSide = (level: QualityLevel) => Math.min(level.width, level.height)

export type Engine = {
  currentMs: () => number
  getState: () => EngineState
  /** Both return the way to stop. */
  watch: (watcher: () => void) => () => void
  onTime: (listener: (atMs: number) => void) => () => void
  play: () => void
  pause: () => void
  seek: (atMs: number) => void
  /** Fetches the clip without playing it, as when she drags along the bar. */
  ensureLoaded: () => void
  setSpeed: (speed: number) => void
  setVolume: (volume: number, muted: boolean) => void
  setQuality: (quality: Quality) => void
  dispose: () => void
}

/** The one wall around video.js: nothing of its types or words goes past it. */
export function createEngine(place: HTMLElement, options: EngineOptions): Engine {
  const { playlistUrl, durationMs, language, words } = options
  videojs.log.level('off')
  limitBuffer()
  videojs.addLanguage(language, words)

  const video = document.createElement('video')
  video.playsInline = true
  video.preload = 'auto'
  place.append(video)
  const settings = readWatchSettings()
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
  player.volume(settings.volume)
  player.muted(settings.muted)

  let state: EngineState = {
    shown: false,
    playing: false,
    waiting: false,
    bufferedMs: 0,
    volume: settings.volume,
    muted: settings.muted,
    speed: 1,
    quality: 'auto',
    qualities: [],
    playingQuality: null,
    line: 'fine',
  }
  const watchers = new Set<() => void>()
  const listeners = new Set<(atMs: number) => void>()
  const set = (change: Partial<EngineState>) => {
    state = { ...state, ...change }
    for (const watcher of watchers) watcher()
  }

  let wanted: 'play' | 'pause' = 'pause'
  let loaded = false
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

  function load() {
    loaded = true
    player.src({ src: playlistUrl, type: hlsType })
  }
  const ensureLoaded = () => (loaded ? undefined : load())

  async function probe(): Promise<ProbeResult> {
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), probeMs)
    try {
      const answer = await fetch(playlistUrl, { cache: 'no-store', signal: stop.signal })
      if (answer.ok) return 'there'
      return [401, 403, 404, 410].includes(answer.status) ? 'gone' : 'cut'
    } catch {
      return 'cut'
    } finally {
      clearTimeout(timer)
    }
  }
  const reconnect = createReconnect({
    probe,
    reload() {
      waitingMs = currentMs()
      player.error(undefined)
      load()
    },
    onState: (line) => (line === state.line ? undefined : set({ line })),
    setTimer(run, delayMs) {
      const timer = setTimeout(run, delayMs)
      return () => clearTimeout(timer)
    },
  })
  const online = () => reconnect.online()
  window.addEventListener('online', online)

  const startPlaying = () => {
    // A browser that refuses leaves the clip paused: the button says so.
    void Promise.resolve(player.play()).catch(() => {
      if (player.paused()) set({ playing: false })
    })
  }
  const onWait = (waiting: boolean) => {
    clearInterval(stallTimer)
    stallTimer = waiting ? setInterval(() => reconnect.stalled(), stallMs) : undefined
    if (state.waiting !== waiting) set({ waiting })
  }

  player.on('loadedmetadata', () => {
    const atMs = waitingMs
    waitingMs = null
    if (atMs !== null && atMs > 0) player.currentTime(atMs / 1000)
    player.playbackRate(state.speed)
    readLevels()
    if (wanted === 'play') startPlaying()
  })
  player.on(['loadeddata', 'seeked'], () => (state.shown ? undefined : set({ shown: true })))
  player.on('play', () => set({ playing: true }))
  player.on('playing', () => {
    onWait(false)
    reconnect.fine()
    set({ shown: true })
    watchFrames()
  })
  player.on('pause', () => {
    // The element also pauses when it breaks or ends; only her own pause changes what she wants.
    set({ playing: false })
    onWait(false)
    tell()
  })
  player.on('ended', () => {
    wanted = 'pause'
    set({ playing: false })
    tell()
  })
  player.on('waiting', () => onWait(true))
  player.on(['timeupdate', 'seeking', 'seeked'], () => {
    if (waitingMs === null) tell()
  })
  player.on('canplay', () => onWait(false))
  player.on('progress', () => {
    const bufferedMs = Math.round(player.bufferedEnd() * 1000)
    if (bufferedMs !== state.bufferedMs) set({ bufferedMs })
  })
  player.on('error', () => {
    if (player.error()) reconnect.broke()
  })

  // Frame by frame, so that a prompt's pause is on its picture and not a quarter of a second later.
  let frameLoop = false
  function watchFrames() {
    if (frameLoop || !('requestVideoFrameCallback' in HTMLVideoElement.prototype)) return
    const element = player.el().querySelector('video')
    if (!element) return
    frameLoop = true
    const next = () => {
      tell()
      if (player.isDisposed() || player.paused()) frameLoop = false
      else element.requestVideoFrameCallback(next)
    }
    element.requestVideoFrameCallback(next)
  }

  let watchedLevels: QualityLevels | undefined
  function levels(): QualityLevel[] {
    return watchedLevels
      ? Array.from({ length: watchedLevels.length }, (_, n) => watchedLevels?.[n]).filter((level) => !!level)
      : []
  }
  function readLevels() {
    if (!watchedLevels && 'qualityLevels' in player && typeof player.qualityLevels === 'function') {
      watchedLevels = player.qualityLevels() as QualityLevels
      watchedLevels.on(['change', 'addqualitylevel'], readLevels)
    }
    const all = levels()
    const qualities = [...new Set(all.map(shortSide))].filter((side) => side > 0).sort((a, b) => b - a)
    const current = watchedLevels?.[watchedLevels.selectedIndex]
    set({ qualities, playingQuality: current ? shortSide(current) : null })
  }

  if (!options.thrifty) ensureLoaded()

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
    play() {
      if (endedMs !== undefined) return
      wanted = 'play'
      ensureLoaded()
      if (player.ended()) player.currentTime(0)
      if (waitingMs !== null) {
        if (waitingMs >= durationMs) waitingMs = 0
        set({ playing: true })
        onWait(true)
      }
      startPlaying()
    },
    pause() {
      if (endedMs !== undefined) return
      wanted = 'pause'
      set({ playing: false })
      player.pause()
    },
    seek(atMs: number) {
      if (endedMs !== undefined) return
      const kept = Math.min(Math.max(0, Math.round(atMs)), durationMs)
      if (waitingMs !== null) {
        waitingMs = kept
        tell()
      } else {
        player.currentTime(kept / 1000)
      }
    },
    ensureLoaded,
    setSpeed(speed: number) {
      player.playbackRate(speed)
      set({ speed })
    },
    setVolume(volume: number, muted: boolean) {
      player.volume(volume)
      player.muted(muted)
      set({ volume, muted })
      keepWatchSettings({ volume, muted })
    },
    setQuality(quality: Quality) {
      for (const level of levels()) level.enabled = quality === 'auto' || shortSide(level) === quality
      set({ quality })
    },
    dispose() {
      endedMs = currentMs()
      window.removeEventListener('online', online)
      clearInterval(stallTimer)
      reconnect.dispose()
      player.dispose()
    },
  }
}

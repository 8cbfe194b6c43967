import type { ClipMedia } from '@cuepoint/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createInstance } from 'i18next'
import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider, initReactI18next } from 'react-i18next'
import frame from '../../src/catalogs/en/frame.json'
import kinds from '../../src/catalogs/en/kinds.json'
import player from '../../src/catalogs/en/player.json'
import { LazyClipPlayer } from '../../src/features/player/lazy-clip-player.tsx'
import { type PlayerHandle, playMoment, type TimelineMark } from '../../src/lib/playback.ts'
import '../../src/styles/tokens.css'
import '../../src/styles/ground.css'

/** What the test looks at and speaks to. */
export type Seen = {
  handle: PlayerHandle | null
  reached: string[]
  pinned: number[]
  ranges: { atMs: number; endMs: number }[]
  positions: number[]
  /** What the video element went through, in its order. */
  events: string[]
  /** The clip as the page learns of it; another playlist takes the place of the one before. */
  change: (change: { media?: Partial<ClipMedia>; progressPercent?: number; remainingMs?: number }) => void
}
const seen: Seen = {
  handle: null,
  reached: [],
  pinned: [],
  ranges: [],
  positions: [],
  events: [],
  change: () => undefined,
}
Object.assign(window, { seen, playMoment })
for (const name of ['loadstart', 'waiting', 'stalled', 'seeking', 'pause', 'playing']) {
  document.addEventListener(name, () => seen.events.push(name), true)
}

const marks: TimelineMark[] = [
  { id: 'a', atMs: 2000, endMs: null, kind: 'strength', order: 1, text: 'What made this work?', done: true },
  { id: 'b', atMs: 6000, endMs: 8000, kind: 'look-again', order: 2, text: 'Look at the hands.' },
  { id: 'c', atMs: 6500, endMs: null, kind: 'connect', order: 3, text: 'What did the child do next?' },
]
const given = new URLSearchParams(location.search)

const complete: ClipMedia = {
  playlistUrl: '/media/main.m3u8',
  posterUrl: '/media/poster.jpg',
  durationMs: 20_000,
  width: 854,
  height: 480,
  framesPerSecond: 30,
  hasAudio: true,
  renditions: [],
  listenUrl: '/media/listen.m3u8',
  storyboardUrl: '/media/storyboard.vtt',
  peaksUrl: '/media/peaks.dat',
  sounds: ['levelled', 'original'],
  complete: true,
  partly: false,
  damaged: false,
}
/** As a clip is while its first rendition is being made. */
const first: ClipMedia = {
  ...complete,
  playlistUrl: '/media/first/main.m3u8',
  listenUrl: null,
  storyboardUrl: null,
  peaksUrl: null,
  sounds: ['original'],
  complete: false,
  partly: given.has('partly'),
}

function Page() {
  const [active, setActive] = useState<string>()
  const [media, setMedia] = useState(given.has('first') ? first : complete)
  const [work, setWork] = useState({ progressPercent: 30, remainingMs: 100_000 })
  useEffect(() => {
    seen.change = ({ media: grown, ...progress }) => {
      if (grown) setMedia({ ...complete, ...grown })
      setWork((before) => ({ ...before, ...progress }))
    }
  }, [])
  return (
    <main style={{ maxInlineSize: '60rem', margin: '0 auto' }}>
      <LazyClipPlayer
        ref={(handle) => {
          seen.handle = handle
        }}
        title="Counting to ten"
        clip={{ id: 'a-clip', ...work }}
        media={media}
        marks={given.has('bare') ? [] : marks}
        activeMarkId={active}
        pauseAtMarks={given.has('pause')}
        thrifty={given.has('thrifty')}
        positionMs={Number(given.get('at') ?? 0)}
        onMarkPress={(mark) => setActive(mark.id)}
        onMarkReached={(markId) => {
          seen.reached.push(markId)
          setActive(markId)
        }}
        onPosition={(atMs) => seen.positions.push(atMs)}
        onPin={(atMs) => seen.pinned.push(atMs)}
        onRange={(range) => seen.ranges.push(range)}
      />
      <label>
        Words <textarea />
      </label>
    </main>
  )
}

const i18n = createInstance()
await i18n.use(initReactI18next).init({
  lng: 'en',
  resources: { en: { frame, player, kinds } },
  defaultNS: 'frame',
  interpolation: { escapeValue: false },
})
const root = document.querySelector('#root')
if (root) {
  createRoot(root).render(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <Page />
      </QueryClientProvider>
    </I18nextProvider>,
  )
}

import type { Browser } from 'playwright-core'
import type { SeenClip } from '../stage/teacher.ts'
import type { MadeLesson } from './made-lessons.ts'
import { droppedPercent, type Expected, MOST_DROPPED_PERCENT, playFaults } from './play-faults.ts'
import { type Played, type PlayerName, playerNames, playIn } from './players.ts'

type Media = NonNullable<SeenClip['media']>
type OfPlayer = { readonly stalls: number; readonly dropped: number; readonly frames: number }

export type PlayerFigures = {
  readonly wrong: number
  readonly byPlayer: Partial<Record<PlayerName, OfPlayer>>
}

/** Long enough to hear that another sound is there. */
const OTHER_SOUND_SECONDS = 4

export async function judgePlayers(
  browser: Browser,
  productUrl: string,
  cookie: string,
  media: Media,
  lesson: MadeLesson,
  flashesAtSeconds: readonly number[],
): Promise<PlayerFigures> {
  const { seconds, hasSound } = lesson
  const sounds = media.sounds?.length ?? (hasSound ? 1 : 0)
  const expected: Expected = {
    seconds,
    framesPerSecond: media.framesPerSecond,
    hasSound,
    renditions: media.renditions.length,
    sounds,
    flashesAtSeconds,
  }
  let wrong = 0
  const byPlayer: Partial<Record<PlayerName, OfPlayer>> = {}
  for (const player of playerNames) {
    const play = { productUrl, cookie, playlistUrl: media.playlistUrl, seconds }
    const say = (what: string, played: Played, faults: readonly string[]) => {
      const dropped = `${played.droppedFrames} of ${played.frames} dropped`
      console.log(
        `  ${faults.length === 0 ? 'ok  ' : 'NOT '} ${player} ${what}: ${pathOf(played)} ${dropped}`,
      )
      for (const fault of faults) console.log(`         ${fault}`)
      wrong += faults.length === 0 ? 0 : 1
    }
    const whole = await playIn(browser, player, play)
    say('plays all, changing at every segment', whole, [
      ...playFaults(whole, expected),
      ...whole.stalls.map(
        ({ atSeconds, ms, buffered }) =>
          `stalls at ${atSeconds.toFixed(2)} s for ${ms} ms, buffered ${buffered}`,
      ),
      ...(droppedPercent(whole) > MOST_DROPPED_PERCENT
        ? [`dropped ${droppedPercent(whole).toFixed(1)} %`]
        : []),
    ])
    byPlayer[player] = { stalls: whole.stalls.length, dropped: whole.droppedFrames, frames: whole.frames }
    for (let sound = 1; sound < sounds; sound += 1) {
      const other = await playIn(browser, player, { ...play, sound, untilSeconds: OTHER_SOUND_SECONDS })
      const silent = other.soundBytes === 0 ? ['decoded no sound'] : []
      const notChosen = other.sound === sound ? [] : [`plays sound ${other.sound}`]
      say(`with sound ${sound}`, other, [...other.errors, ...silent, ...notChosen])
    }
    if (media.listenUrl) {
      const alone = await playIn(browser, player, { ...play, playlistUrl: media.listenUrl })
      say('plays the sound alone', alone, playFaults(alone, { ...expected, renditions: 0, sounds: 0 }))
    }
  }
  return { wrong, byPlayer }
}

/** The renditions that its segments came from, in the order of the clip. */
const pathOf = ({ taken }: Played): string =>
  taken
    .toSorted((a, b) => a.fromSeconds - b.fromSeconds)
    .map(({ rendition }) => rendition)
    .join(' ')

/** One rendition of a ladder and how it is encoded. */
export type ReferenceRung = {
  readonly width: number
  readonly height: number
  readonly preset: string
  readonly crf: number
  readonly maxKbit: number
}

/**
 * The settings that our renditions have, written down a second time by the short side: a reference that took them
 * from the worker would follow it wherever it goes. `rungs.test.ts` holds the two together.
 */
const settings = [
  { side: 1080, preset: 'veryfast', crf: 23, maxKbit: 5_500 },
  { side: 720, preset: 'veryfast', crf: 18.5, maxKbit: 2_800 },
  { side: 480, preset: 'veryfast', crf: 24, maxKbit: 1_200 },
  { side: 240, preset: 'faster', crf: 26, maxKbit: 400 },
  { side: 144, preset: 'faster', crf: 27, maxKbit: 160 },
] as const

/** The renditions that a clip of this size can give, largest first; never larger than the clip. */
export function rungsOf({ width, height }: { width: number; height: number }): readonly ReferenceRung[] {
  const short = Math.min(width, height)
  return settings
    .filter(({ side }) => side <= short)
    .map(({ side, ...how }) => ({
      width: even((width * side) / short),
      height: even((height * side) / short),
      ...how,
    }))
}

export const shortSide = ({ width, height }: { width: number; height: number }): number =>
  Math.min(width, height)

/** Pictures in 4:2:0 have even sides. */
const even = (length: number): number => Math.floor(Math.round(length) / 2) * 2

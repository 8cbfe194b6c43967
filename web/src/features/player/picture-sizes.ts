import type { Quality } from './engine-state.ts'

type Level = { width: number; height: number; enabled: boolean }
type LevelList = {
  readonly length: number
  readonly selectedIndex: number
  readonly [index: number]: Level
  on(events: string[], listener: () => void): void
}

const shortSide = (level: Level) => Math.min(level.width, level.height)

/**
 * The renditions a player may choose from, told by their short side in px. The list changes when a playlist with
 * more of them takes the place of another; what was chosen is held to as soon as it is there.
 */
export function createPictureSizes(player: object, changed: () => void) {
  const read: unknown = Reflect.get(player, 'qualityLevels')
  const list = typeof read === 'function' ? (Reflect.apply(read, player, []) as LevelList) : undefined
  let wanted: Quality = 'auto'

  const all = (): Level[] =>
    Array.from({ length: list?.length ?? 0 }, (_, n) => list?.[n]).filter((level) => level !== undefined)
  const apply = () => {
    const levels = all()
    const known = levels.some((level) => shortSide(level) === wanted)
    for (const level of levels) {
      const enabled = !known || shortSide(level) === wanted
      if (level.enabled !== enabled) level.enabled = enabled
    }
  }

  list?.on(['addqualitylevel'], apply)
  list?.on(['change', 'addqualitylevel'], changed)

  return {
    choose(quality: Quality) {
      wanted = quality
      apply()
    },
    sizes: (): number[] =>
      [...new Set(all().map(shortSide))].filter((side) => side > 0).sort((a, b) => b - a),
    shown(): number | null {
      const level = list?.[list.selectedIndex]
      return level ? shortSide(level) : null
    },
  }
}

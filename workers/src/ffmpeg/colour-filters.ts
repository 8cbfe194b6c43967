import type { ColourPath } from './plan.ts'

/** Which of the optional filters this ffmpeg has. */
export interface FilterSupport {
  readonly zscale: boolean
}

const LINEAR_STEPS = [
  'zscale=transfer=linear:npl=203',
  'format=gbrpf32le',
  'zscale=primaries=bt709',
  'tonemap=tonemap=mobius:desat=0',
  'zscale=transfer=bt709:matrix=bt709:range=tv',
]

const asWideSdr = 'setparams=color_primaries=bt2020:color_trc=bt2020-10:colorspace=bt2020nc'

/**
 * Filters that come after scaling to the largest rung and leave 8-bit bt709 in tv range. Tone mapping is
 * dear, so it is never done on more pixels than are shown.
 */
export function toStandardColour(path: ColourPath, support: FilterSupport): string[] {
  const narrow = [asWideSdr, 'colorspace=all=bt709:range=tv:format=yuv420p']
  if (path.from === 'hlg') return narrow
  // Without zscale the picture comes out flat, but it is there.
  if (path.from === 'pq') {
    return support.zscale ? [...LINEAR_STEPS, 'format=yuv420p', standardTags] : narrow
  }
  return ['format=yuv420p', standardTags]
}

/**
 * What `scale` has to know so that it turns the matrix and the range while it scales. Nothing where both are right
 * already: told of a matrix it works on every picture, also on one that keeps its size.
 */
export function scaleColour(path: ColourPath): string {
  if (path.from !== 'sdr' || (path.matrix === 'bt709' && !path.fullRange)) return ''
  return `:in_color_matrix=${path.matrix}:out_color_matrix=bt709:out_range=tv`
}

export const standardTags = 'setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709'

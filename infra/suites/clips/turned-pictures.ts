import { likeness } from './look.ts'

/** Pictures whose turn looks nearly the same cannot say which way up they are. */
const TOO_ALIKE = 0.85
const MARGIN = 0.05

type Turn = {
  readonly name: string
  readonly from: (x: number, y: number, last: number) => readonly [number, number]
}

/** The seven ways in which a picture can lie wrongly: where each point comes from. */
const turns: readonly Turn[] = [
  { name: 'turned right', from: (x, y, last) => [y, last - x] },
  { name: 'upside down', from: (x, y, last) => [last - x, last - y] },
  { name: 'turned left', from: (x, y, last) => [last - y, x] },
  { name: 'mirrored', from: (x, y, last) => [last - x, y] },
  { name: 'mirrored and upside down', from: (x, y, last) => [x, last - y] },
  { name: 'mirrored and turned right', from: (x, y, last) => [last - y, last - x] },
  { name: 'mirrored and turned left', from: (x, y) => [y, x] },
]

export type Uprightness =
  | { readonly known: false }
  | { readonly known: true; readonly upright: boolean; readonly words: string }

/**
 * Whether a played picture lies as the one that was sent, by its greys alone. Both are square, so a quarter turn
 * is one of the eight ways to lay it. Not known where the sent one looks the same in every way, as a black one does.
 */
export function uprightness(sent: Buffer | undefined, played: Buffer | undefined): Uprightness {
  const asSent = likeness(sent, played)
  if (!sent || !played || asSent === undefined) return { known: false }
  const telling = turns
    .map(({ name, from }) => ({ name, picture: turned(sent, from) }))
    .filter(({ picture }) => (likeness(sent, picture) ?? 1) < TOO_ALIKE)
    .map(({ name, picture }) => ({ name, alike: likeness(picture, played) ?? -1 }))
  const best = telling.toSorted((a, b) => b.alike - a.alike)[0]
  if (!best) return { known: false }
  return {
    known: true,
    upright: asSent > best.alike + MARGIN,
    words: `${asSent.toFixed(2)} as sent, ${best.alike.toFixed(2)} ${best.name}`,
  }
}

function turned(picture: Buffer, from: Turn['from']): Buffer {
  const side = Math.round(Math.sqrt(picture.length))
  const result = Buffer.alloc(picture.length)
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [fromX, fromY] = from(x, y, side - 1)
      result[y * side + x] = picture[fromY * side + fromX] ?? 0
    }
  }
  return result
}

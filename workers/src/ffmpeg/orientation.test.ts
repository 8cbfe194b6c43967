import { afterAll, beforeAll, expect, test } from 'vitest'
import { allOrientations, writeDirections } from '../testing/display-matrix.ts'
import { type MediaFolder, mediaFolder } from '../testing/media-folder.ts'
import {
  asStored,
  isUpright,
  type Orientation,
  orientationOf,
  storedSize,
  upright,
  uprightFilters,
} from './orientation.ts'

let media: MediaFolder
let stored: string
beforeAll(async () => {
  media = await mediaFolder()
  // Four grey quarters: 10 and 80 above, 150 and 220 below.
  const quarters = 'color=black:s=64x32:d=0.2:r=10,geq=lum=10+70*gte(X\\,W/2)+140*gte(Y\\,H/2):cb=128:cr=128'
  stored = await media.make('stored.mp4', [
    '-f',
    'lavfi',
    '-i',
    quarters,
    '-c:v',
    'libx264',
    '-pix_fmt',
    'yuv420p',
  ])
})
afterAll(() => media[Symbol.asyncDispose]())

/** What is in the corners: 0 to 3 for the four quarters of the stored picture, in reading order. */
async function corners(path: string, before: readonly string[], filters: readonly string[]) {
  const small = [...filters, 'scale=2:2:flags=area', 'format=gray'].join(',')
  const pixels = await media.output([...before, '-i', path, '-vf', small, '-frames:v', '1', '-f', 'rawvideo'])
  return [...pixels].map((grey) => Math.abs(Math.round((grey - 10) / 70)))
}

/** Where the directions put each quarter: worked out apart from the code under test. */
function expected([rightX, rightY, bottomX, bottomY]: readonly number[]): number[] {
  const shown: number[] = []
  for (const [quarter, [x, y]] of [
    [-1, -1],
    [1, -1],
    [-1, 1],
    [1, 1],
  ].entries()) {
    const shownX = (rightX ?? 0) * (x ?? 0) + (bottomX ?? 0) * (y ?? 0)
    const shownY = (rightY ?? 0) * (x ?? 0) + (bottomY ?? 0) * (y ?? 0)
    shown[(shownX > 0 ? 1 : 0) + (shownY > 0 ? 2 : 0)] = quarter
  }
  return shown
}

async function orientationIn(path: string): Promise<Orientation> {
  const entries = ['-show_entries', 'stream_side_data=displaymatrix', '-of', 'json', path]
  const foreign = JSON.parse((await media.asked(entries)).join('\n')) as {
    streams: { side_data_list?: { displaymatrix?: string }[] }[]
  }
  return orientationOf(foreign.streams[0]?.side_data_list?.[0]?.displaymatrix)
}

test.each(allOrientations)('$name: pixels stand as the header wants them', async ({ name, directions }) => {
  const path = stored.replace('stored', name.replaceAll(' ', '-'))
  await writeDirections(stored, path, directions)
  const orientation = await orientationIn(path)
  expect(await corners(path, asStored, uprightFilters(orientation))).toEqual(expected(directions))
  // ffmpeg's own turning sees it the same way: what looks at the file without us shows the same picture.
  expect(await corners(path, [], [])).toEqual(expected(directions))
  expect(isUpright(orientation)).toBe(name === 'upright')
  expect(storedSize(orientation, { width: 720, height: 1280 })).toEqual(
    directions[0] === 0 ? { width: 1280, height: 720 } : { width: 720, height: 1280 },
  )
})

test('a picture that leans a little is not turned, one that leans much is', async () => {
  const path = stored.replace('stored', 'leaning')
  const lean = (degrees: number) => {
    const [cos, sin] = [Math.cos((degrees / 180) * Math.PI), Math.sin((degrees / 180) * Math.PI)]
    return writeDirections(stored, path, [cos, sin, -sin, cos])
  }
  await lean(20)
  expect(await orientationIn(path)).toEqual(upright)
  await lean(70)
  expect(await orientationIn(path)).toEqual({ mirrored: false, quarterTurns: 1 })
})

test.each([undefined, '', 'nonsense', '\n00000000: 0 0 0\n00000001: 0 0 0\n00000002: 0 0 0\n'])(
  'a header without directions (%j) leaves the picture as it is',
  (matrix) => {
    expect(orientationOf(matrix)).toEqual(upright)
  },
)

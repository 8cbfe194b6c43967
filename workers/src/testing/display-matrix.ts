import { readFile, writeFile } from 'node:fs/promises'

/** What the mp4 header says of the directions of a picture's right and bottom, in whole steps. */
export type Directions = readonly [rightX: number, rightY: number, bottomX: number, bottomY: number]

/** All eight ways a camera can be held before a mirror or not, by what the viewer sees of the stored picture. */
export const allOrientations: readonly { readonly name: string; readonly directions: Directions }[] = [
  { name: 'upright', directions: [1, 0, 0, 1] },
  { name: 'turned clockwise', directions: [0, 1, -1, 0] },
  { name: 'upside down', directions: [-1, 0, 0, -1] },
  { name: 'turned against the clock', directions: [0, -1, 1, 0] },
  { name: 'mirrored', directions: [-1, 0, 0, 1] },
  { name: 'mirrored from top to bottom', directions: [1, 0, 0, -1] },
  { name: 'sides swapped', directions: [0, 1, 1, 0] },
  { name: 'sides swapped the other way', directions: [0, -1, -1, 0] },
]

/** Bytes of a version 0 `tkhd` box (ISO 14496-12, 8.3.2) from its name to its matrix. */
const MATRIX_AFTER_NAME = 44

/** Copies an mp4 of one track of pictures, with another display matrix in its header. */
export async function writeDirections(from: string, to: string, directions: Directions): Promise<void> {
  const file = await readFile(from)
  const name = file.indexOf('tkhd')
  if (name < 0 || file[name + 4] !== 0) throw new Error('no tkhd box of version 0')
  const [rightX, rightY, bottomX, bottomY] = directions.map((step) => Math.round(step * 0x1_00_00))
  const matrix = [rightX, rightY, 0, bottomX, bottomY, 0, 0, 0, 0x40_00_00_00]
  for (const [i, value] of matrix.entries()) file.writeInt32BE(value ?? 0, name + MATRIX_AFTER_NAME + i * 4)
  await writeFile(to, file)
}

/** One box of an MP4 file: either holds others or bytes. */
export type Box = { type: string; inside?: Box[]; bytes?: Buffer }

const holders = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'dinf', 'edts'])

export function readBoxes(file: Buffer): Box[] {
  const boxes: Box[] = []
  for (let at = 0; at + 8 <= file.length; ) {
    const size = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    if (size < 8 || at + size > file.length) throw new Error(`the suite cannot read a box ${type}`)
    const bytes = Buffer.from(file.subarray(at + 8, at + size))
    boxes.push(holders.has(type) ? { type, inside: readBoxes(bytes) } : { type, bytes })
    at += size
  }
  return boxes
}

export function writeBoxes(boxes: readonly Box[]): Buffer {
  return Buffer.concat(boxes.map(({ type, inside, bytes }) => box(type, inside ? writeBoxes(inside) : bytes)))
}

export function box(type: string, bytes: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([uint32(8 + bytes.length), Buffer.from(type, 'latin1'), bytes])
}

export function uint32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, i) => bytes.writeUInt32BE(value, 4 * i))
  return bytes
}

/** The first box on a path of types. */
export function boxAt(boxes: readonly Box[], ...path: string[]): Box {
  const [type, ...rest] = path
  const found = boxes.find((candidate) => candidate.type === type)
  if (!found) throw new Error(`the good clip has no box ${type}`)
  return rest.length === 0 ? found : boxAt(found.inside ?? [], ...rest)
}

/** The good clip with something else in its boxes. Its `moov` comes last, so the places in `mdat` stay true. */
export function changed(good: Buffer, change: (boxes: Box[]) => void): Buffer {
  const boxes = readBoxes(good)
  change(boxes)
  return writeBoxes(boxes)
}

/** The sample table of the picture. */
export const pictureTable = (boxes: readonly Box[], type: string): Box =>
  boxAt(boxes, 'moov', 'trak', 'mdia', 'minf', 'stbl', type)

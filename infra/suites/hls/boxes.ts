/** A box of an ISO base media file (ISO 14496-12, 4.2). */
export type Box = {
  readonly type: string
  /** Where it starts in the file. */
  readonly at: number
  readonly sizeBytes: number
  /** What follows size and type. */
  readonly body: Buffer
}

/** The boxes that stand side by side in these bytes. What claims to reach beyond them comes last, cut, with its claimed size. */
export function readBoxes(bytes: Buffer, offset = 0): readonly Box[] {
  const boxes: Box[] = []
  let at = 0
  while (at + 8 <= bytes.length) {
    const short = bytes.readUInt32BE(at)
    const header = short === 1 ? 16 : 8
    if (at + header > bytes.length) break
    const sizeBytes =
      short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? bytes.length - at : short
    const type = bytes.toString('latin1', at + 4, at + 8)
    boxes.push({ type, at: at + offset, sizeBytes, body: bytes.subarray(at + header, at + sizeBytes) })
    if (sizeBytes < header) break
    at += sizeBytes
  }
  return boxes
}

/** The first box along a path of types, looking into the ones before. */
export function findBox(boxes: readonly Box[], ...path: readonly string[]): Box | undefined {
  const [type, ...rest] = path
  const found = boxes.find((box) => box.type === type)
  return found && rest.length > 0 ? findBox(readBoxes(found.body), ...rest) : found
}

import { findBox, readBoxes } from './boxes.ts'

export type SampleEntry = {
  readonly codec: string | undefined
  readonly width: number
  readonly height: number
  readonly channels: number
  /** Of the length before each unit of an H.264 sample. */
  readonly nalLengthBytes: number
}

/** What a sample description holds, with its codec as RFC 6381 (3.3, 3.4) writes it. */
export function codecString(stsd: Buffer | undefined): SampleEntry | undefined {
  const entry = stsd && readBoxes(stsd.subarray(8))[0]
  if (!entry) return undefined
  if (entry.type === 'avc1' || entry.type === 'avc3') return picture(entry.type, entry.body)
  if (entry.type === 'mp4a') return sound(entry.body)
  return { codec: entry.type, width: 0, height: 0, channels: 0, nalLengthBytes: 0 }
}

/** Profile, constraints and level are the three bytes of `avcC` behind its version (ISO 14496-15, 5.3.3.1). */
function picture(type: string, body: Buffer): SampleEntry {
  const avcC = findBox(readBoxes(body.subarray(78)), 'avcC')?.body
  return {
    codec: avcC && `${type}.${avcC.toString('hex', 1, 4)}`,
    width: body.readUInt16BE(24),
    height: body.readUInt16BE(26),
    channels: 0,
    nalLengthBytes: avcC ? ((avcC[4] ?? 0) & 3) + 1 : 0,
  }
}

/** Object type and audio object type from the descriptors of `esds` (ISO 14496-1, 7.2.6.6; ISO 14496-3, 1.6.2.1). */
function sound(body: Buffer): SampleEntry {
  const entry = { width: 0, height: 0, channels: body.readUInt16BE(16), nalLengthBytes: 0 }
  const esds = findBox(readBoxes(body.subarray(28)), 'esds')?.body
  if (!esds) return { ...entry, codec: undefined }
  const decoder = descriptor(esds.subarray(4), [3, 4])
  if (!decoder) return { ...entry, codec: undefined }
  const special = descriptor(decoder, [4, 5])
  const objectType = special ? (special[0] ?? 0) >> 3 : 0
  return { ...entry, codec: `mp4a.${(decoder[0] ?? 0).toString(16)}.${objectType}` }
}

/** How much of a descriptor's body comes before the descriptors within it. */
const before: Readonly<Record<number, number>> = { 3: 3, 4: 13 }

/** The body of a descriptor along a path of tags; the first tag of the path may be the one these bytes are of. */
function descriptor(bytes: Buffer, [tag = 0, inner = 0]: readonly number[]): Buffer | undefined {
  const outer = tag === 4 ? bytes : tagged(bytes, tag)
  const within = outer?.subarray(before[tag] ?? 0)
  return within && tagged(within, inner)
}

function tagged(bytes: Buffer, tag: number): Buffer | undefined {
  let at = 0
  while (at + 2 <= bytes.length) {
    const found = bytes[at]
    let size = 0
    let next = at + 1
    for (let more = true; more && next < bytes.length; next += 1) {
      const byte = bytes[next] ?? 0
      size = (size << 7) | (byte & 0x7f)
      more = (byte & 0x80) !== 0
    }
    if (found === tag) return bytes.subarray(next, next + size)
    at = next + size
  }
  return undefined
}

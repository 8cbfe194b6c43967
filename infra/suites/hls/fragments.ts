import { type Box, findBox, readBoxes } from './boxes.ts'
import { codecString, type SampleEntry } from './codec-string.ts'

/** What a media initialization section says (RFC 8216, 3.3). One track, as the product makes them. */
export type Init = {
  readonly boxes: readonly string[]
  readonly brands: readonly string[]
  readonly trackIds: readonly number[]
  readonly kind: 'video' | 'audio' | 'other'
  readonly timescale: number
  /** Units of the track's timescale that an edit list takes from the start; 0 where it changes nothing. */
  readonly editStart: number
  readonly sampleCount: number
  readonly hasMvexAfterTracks: boolean
  readonly defaults: SampleDefaults
  /** Of the first sample description, as RFC 6381 writes it. */
  readonly codec: string | undefined
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly nalLengthBytes: number
}

type SampleDefaults = { readonly duration: number; readonly size: number; readonly flags: number }

export type Sample = {
  readonly duration: number
  readonly sizeBytes: number
  readonly sync: boolean
  readonly compositionOffset: number
  readonly bytes: Buffer
}

/** A `moof` and its `mdat`. */
export type Fragment = {
  readonly trackId: number
  /** Undefined where there is no `tfdt`. */
  readonly decodeTime: number | undefined
  readonly relative: boolean
  readonly samples: readonly Sample[]
  /** All samples lie within the `mdat` that follows. */
  readonly samplesInPlace: boolean
  readonly sequence: number
}

/** Undefined where these bytes hold no header at all. */
export function readInit(bytes: Buffer): Init | undefined {
  const boxes = readBoxes(bytes)
  const moov = findBox(boxes, 'moov')
  const ftyp = findBox(boxes, 'ftyp')
  if (!moov) return undefined
  const inMoov = readBoxes(moov.body)
  const traks = inMoov.filter(({ type }) => type === 'trak').map(({ body }) => readBoxes(body))
  const [trak = []] = traks
  const handler = findBox(trak, 'mdia', 'hdlr')?.body.toString('latin1', 8, 12)
  const entry = codecString(findBox(trak, 'mdia', 'minf', 'stbl', 'stsd')?.body)
  const trex = findBox(inMoov, 'mvex', 'trex')?.body
  const typesInMoov = inMoov.map(({ type }) => type)
  return {
    boxes: boxes.map(({ type }) => type),
    brands: ftyp ? brandsOf(ftyp) : [],
    trackIds: traks.map((each) => trackIdOf(findBox(each, 'tkhd'))),
    kind: handler === 'vide' ? 'video' : handler === 'soun' ? 'audio' : 'other',
    timescale: timescaleOf(findBox(trak, 'mdia', 'mdhd')),
    editStart: editStartOf(findBox(trak, 'edts', 'elst')),
    sampleCount: findBox(trak, 'mdia', 'minf', 'stbl', 'stsz')?.body.readUInt32BE(8) ?? 0,
    hasMvexAfterTracks: typesInMoov.lastIndexOf('mvex') > typesInMoov.lastIndexOf('trak'),
    defaults: {
      duration: trex?.readUInt32BE(12) ?? 0,
      size: trex?.readUInt32BE(16) ?? 0,
      flags: trex?.readUInt32BE(20) ?? 0,
    },
    ...(entry ?? ({ codec: undefined, width: 0, height: 0, channels: 0, nalLengthBytes: 0 } as SampleEntry)),
  }
}

export function readFragments(bytes: Buffer, init: Init | undefined): readonly Fragment[] {
  const boxes = readBoxes(bytes)
  return boxes.flatMap((box, i) => {
    if (box.type !== 'moof') return []
    const mdat = boxes[i + 1]
    return [readFragment(box, mdat?.type === 'mdat' ? mdat : undefined, bytes, init)]
  })
}

function readFragment(moof: Box, mdat: Box | undefined, bytes: Buffer, init: Init | undefined): Fragment {
  const inMoof = readBoxes(moof.body)
  const traf = readBoxes(findBox(inMoof, 'traf')?.body ?? Buffer.alloc(0))
  const tfdt = findBox(traf, 'tfdt')?.body
  const header = readTrackHeader(findBox(traf, 'tfhd')?.body, init)
  const runs = traf
    .filter(({ type }) => type === 'trun')
    .map(({ body }) => readRun(body, header.defaults, bytes.subarray(moof.at)))
  const first = mdat ? mdat.at - moof.at : Number.POSITIVE_INFINITY
  const last = mdat ? first + mdat.sizeBytes : 0
  return {
    trackId: header.trackId,
    decodeTime: tfdt && (tfdt[0] === 1 ? Number(tfdt.readBigUInt64BE(4)) : tfdt.readUInt32BE(4)),
    relative: header.relative,
    samples: runs.flatMap(({ samples }) => samples),
    samplesInPlace: runs.every(({ from, to }) => from >= first && to <= last),
    sequence: findBox(inMoof, 'mfhd')?.body.readUInt32BE(4) ?? 0,
  }
}

/** ISO 14496-12, 8.8.7. */
function readTrackHeader(tfhd: Buffer | undefined, init: Init | undefined) {
  const defaults = init?.defaults ?? { duration: 0, size: 0, flags: 0 }
  if (!tfhd) return { trackId: 0, relative: false, defaults }
  const flags = tfhd.readUInt32BE(0) & 0xffffff
  let at = 8
  const next = (bit: number, sizeBytes: number) => {
    if ((flags & bit) === 0) return undefined
    const value = sizeBytes === 8 ? 0 : tfhd.readUInt32BE(at)
    at += sizeBytes
    return value
  }
  next(0x1, 8)
  next(0x2, 4)
  const duration = next(0x8, 4) ?? defaults.duration
  const size = next(0x10, 4) ?? defaults.size
  const sampleFlags = next(0x20, 4) ?? defaults.flags
  return {
    trackId: tfhd.readUInt32BE(4),
    relative: (flags & 0x20000) !== 0 && (flags & 0x1) === 0,
    defaults: { duration, size, flags: sampleFlags },
  }
}

/** ISO 14496-12, 8.8.8. A sample is no sync sample where its flags say so (8.8.3.1). */
function readRun(trun: Buffer, defaults: SampleDefaults, fromMoof: Buffer) {
  const flags = trun.readUInt32BE(0) & 0xffffff
  const signed = trun[0] === 1
  const count = trun.readUInt32BE(4)
  let at = 8
  const next = (bit: number) => {
    if ((flags & bit) === 0) return undefined
    at += 4
    return trun.readUInt32BE(at - 4)
  }
  const from = (next(0x1) ?? 0) | 0
  const firstFlags = next(0x4)
  const samples: Sample[] = []
  let to = from
  for (let i = 0; i < count; i += 1) {
    const duration = next(0x100) ?? defaults.duration
    const sizeBytes = next(0x200) ?? defaults.size
    const own = next(0x400)
    const sampleFlags = i === 0 && firstFlags !== undefined ? firstFlags : (own ?? defaults.flags)
    const offset = next(0x800) ?? 0
    samples.push({
      duration,
      sizeBytes,
      sync: (sampleFlags & 0x10000) === 0,
      compositionOffset: signed ? offset | 0 : offset,
      bytes: fromMoof.subarray(to, to + sizeBytes),
    })
    to += sizeBytes
  }
  return { samples, from, to }
}

const brandsOf = ({ body }: Box): string[] =>
  [0, ...Array.from({ length: Math.max(0, body.length / 4 - 2) }, (_, i) => 8 + i * 4)].map((at) =>
    body.toString('latin1', at, at + 4),
  )

const trackIdOf = (tkhd: Box | undefined): number =>
  tkhd === undefined ? 0 : tkhd.body.readUInt32BE(tkhd.body[0] === 1 ? 20 : 12)

const timescaleOf = (mdhd: Box | undefined): number =>
  mdhd === undefined ? 0 : mdhd.body.readUInt32BE(mdhd.body[0] === 1 ? 20 : 12)

/** ISO 14496-12, 8.6.6; only the first edit that shows something matters here. */
function editStartOf(elst: Box | undefined): number {
  if (!elst) return 0
  const { body } = elst
  const long = body[0] === 1
  const count = body.readUInt32BE(4)
  for (let i = 0; i < count; i += 1) {
    const at = 8 + i * (long ? 20 : 12)
    const mediaTime = long ? Number(body.readBigInt64BE(at + 8)) : body.readInt32BE(at + 4)
    if (mediaTime >= 0) return mediaTime
  }
  return 0
}

import {
  ALL_FORMATS,
  type AudioCodec,
  BlobSource,
  CanvasSink,
  Conversion,
  getFirstEncodableAudioCodec,
  getFirstEncodableVideoCodec,
  Input,
  Mp4OutputFormat,
  Output,
  Quality,
  StreamTarget,
  type StreamTargetChunk,
  type VideoCodec,
  WebMOutputFormat,
} from 'mediabunny'
import { openForWriting, reasonOf, type WorkerScope, writeAll } from '../sending/storage-access.ts'
import type { MediaFacts, Target, Trim } from './sizes.ts'

/**
 * Reads, draws and encodes videos away from the page. What comes out goes into this origin's own storage as it comes:
 * a file may be larger than the memory of the device.
 */
export type ShrinkOrder =
  | { readonly look: Blob }
  | {
      readonly draw: Blob
      readonly count: number
      /** Of each picture, px. */
      readonly height: number
    }
  | {
      readonly shrink: Blob
      readonly into: { readonly folder: string; readonly name: string }
      readonly trim: Trim
      /** Undefined: its own pictures and sound, cut at their keyframes. */
      readonly target: Target | undefined
    }
export type ShrinkNews =
  /** Undefined where this browser cannot read it, or could not encode it. */
  | { readonly facts: MediaFacts | undefined }
  | { readonly still: Blob; readonly n: number }
  | { readonly drawn: true }
  | { readonly done: number }
  | { readonly made: { readonly sizeBytes: number; readonly contentType: string } }
  | { readonly failed: ShrinkFailure }
/** `not-here`: this browser cannot decode or encode it. */
export type ShrinkFailure = 'not-here' | 'no-room' | 'not-readable'

const scope = self as unknown as WorkerScope<ShrinkOrder, ShrinkNews>
scope.addEventListener('message', ({ data }) => {
  void follow(data).catch((error: unknown) => scope.postMessage({ failed: failureOf(error) }))
})

class NotHere extends Error {
  override readonly name = 'NotHere'
}
const failureOf = (error: unknown): ShrinkFailure => (error instanceof NotHere ? 'not-here' : reasonOf(error))

async function follow(order: ShrinkOrder): Promise<void> {
  if ('look' in order) scope.postMessage({ facts: await reading(order.look, lookAt) })
  else if ('draw' in order) await reading(order.draw, (input) => draw(input, order.count, order.height))
  else await reading(order.shrink, (input) => shrink(input, order))
}

/** What is read of a file is let go of again, whatever becomes of the work. */
async function reading<Result>(
  file: Blob,
  work: (input: Input<BlobSource>) => Promise<Result>,
): Promise<Result> {
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(file) })
  try {
    return await work(input)
  } finally {
    input.dispose()
  }
}

/** Some packets tell the rate of all of them. */
const COUNTED_PACKETS = 100

async function lookAt(input: Input<BlobSource>): Promise<MediaFacts | undefined> {
  if (!(await input.canRead())) return undefined
  const video = await input.getPrimaryVideoTrack()
  if (!video || !(await video.canDecode())) return undefined
  const [width, height, durationSeconds, sound, stats] = await Promise.all([
    video.getDisplayWidth(),
    video.getDisplayHeight(),
    input.computeDuration(),
    input.getPrimaryAudioTrack(),
    video.computePacketStats(COUNTED_PACKETS),
  ])
  const facts = {
    durationSeconds,
    width,
    height,
    framesPerSecond: stats.averagePacketRate,
    hasSound: sound !== null,
    sizeBytes: await input.source.getSize(),
  }
  return (await encoderFor(width, height)) === undefined ? undefined : facts
}

async function draw(input: Input, count: number, height: number): Promise<void> {
  const video = await input.getPrimaryVideoTrack()
  if (!video) throw new NotHere('no picture')
  const duration = await input.computeDuration()
  const sink = new CanvasSink(video, { height, poolSize: 1 })
  const moments = Array.from({ length: count }, (_, n) => (duration * (n + 0.5)) / count)
  let n = 0
  for await (const drawn of sink.canvasesAtTimestamps(moments)) {
    if (drawn?.canvas instanceof OffscreenCanvas)
      scope.postMessage({ still: await drawn.canvas.convertToBlob({ type: 'image/jpeg', quality: 0.7 }), n })
    n += 1
  }
  scope.postMessage({ drawn: true })
}

type Encoder = { readonly video: VideoCodec; readonly audio: AudioCodec | null; readonly webm: boolean }

/** H.264 and AAC where they can be had: then nothing has to be encoded once more before it can be watched. */
async function encoderFor(width: number, height: number): Promise<Encoder | undefined> {
  const size = { width: even(width), height: even(height) }
  const avc = await getFirstEncodableVideoCodec(['avc'], size)
  if (avc) return { video: avc, audio: await getFirstEncodableAudioCodec(['aac', 'opus']), webm: false }
  const vp = await getFirstEncodableVideoCodec(['vp8', 'vp9'], size)
  return vp ? { video: vp, audio: await getFirstEncodableAudioCodec(['opus']), webm: true } : undefined
}
const even = (length: number): number => Math.max(2, Math.floor(length / 2) * 2)

async function shrink(
  input: Input,
  { into, trim, target }: Pick<Extract<ShrinkOrder, { readonly shrink: Blob }>, 'into' | 'trim' | 'target'>,
): Promise<void> {
  const encoder = target && (await encoderFor(target.width, target.height))
  if (target && !encoder) throw new NotHere('no encoder')
  const isWebm = encoder?.webm ?? (await input.getFormat()).mimeType.includes('webm')
  const access = await openForWriting(into.folder, into.name)
  let fault: unknown
  try {
    access.truncate(0)
    const writable = new WritableStream<StreamTargetChunk>({
      write: ({ data, position }) => {
        try {
          writeAll(access, data, position)
        } catch (error) {
          fault = error
          throw error
        }
      },
    })
    const output = new Output({
      format: isWebm ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: false }),
      target: new StreamTarget(writable, { chunked: true, chunkSize: 2 * 1024 * 1024 }),
    })
    const conversion = await Conversion.init({
      input,
      output,
      tracks: 'primary',
      trim: { start: trim.fromSeconds, end: trim.toSeconds },
      // What she cut off is never sent, not even up to the keyframe before it.
      copy: target ? {} : { mode: 'forced', boundaryPolicy: 'shrink', shiftTolerance: 0.1 },
      tags: {},
      ...(target &&
        encoder && {
          video: {
            width: target.width,
            height: target.height,
            fit: 'fill',
            codec: encoder.video,
            quality: new Quality({ bitrate: target.videoBitsPerSecond }),
            keyFrameInterval: 2,
            forceTranscode: true,
            // Every browser and every player shows what is upright in itself.
            allowTransformationMetadata: false,
          },
          audio:
            encoder.audio === null || target.audioBitsPerSecond === 0
              ? {}
              : { codec: encoder.audio, quality: new Quality({ bitrate: target.audioBitsPerSecond }) },
        }),
    })
    if (!conversion.isValid || conversion.utilizedTracks.every((track) => !track.isVideoTrack()))
      throw new NotHere('no valid conversion')
    conversion.onProgress = (done) => scope.postMessage({ done })
    await conversion.execute()
    access.flush()
    scope.postMessage({
      made: { sizeBytes: access.getSize(), contentType: isWebm ? 'video/webm' : 'video/mp4' },
    })
  } catch (error) {
    throw (
      fault ??
      (reasonOf(error) === 'no-room' || error instanceof NotHere ? error : new NotHere(String(error)))
    )
  } finally {
    access.close()
  }
}

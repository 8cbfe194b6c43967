/** A picture of the clip and how many bytes it takes as a JPEG of one fixed quality. */
export interface PictureSize {
  readonly atMs: number
  readonly sizeBytes: number
}

/** A grey or black picture takes less than a hundredth of a byte for each pixel, the dullest room five times that. */
const LEAST_BYTES_PER_PIXEL = 0.02
/** Putting the phone up and taking it down are not what the lesson looks like. */
const EDGE = 0.05

/** Reads the lines of ffmpeg's `framecrc`: stream, dts, pts, duration, size, checksum; pts counts intervals. */
export function parsePictureSizes(text: string, intervalMs: number): PictureSize[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('0,'))
    .map((line) => line.split(',').map(Number))
    .map(([, , pts = 0, , sizeBytes = 0]) => ({ atMs: pts * intervalMs, sizeBytes }))
}

/**
 * When the clip is sharpest: blur, darkness and glare have no detail, and detail is what bytes are spent on.
 * Undefined where there is nothing but one colour.
 */
export function sharpestAtMs(
  pictures: readonly PictureSize[],
  {
    width,
    height,
    durationMs,
  }: { readonly width: number; readonly height: number; readonly durationMs: number },
): number | undefined {
  const least = width * height * LEAST_BYTES_PER_PIXEL
  const visible = pictures.filter(({ sizeBytes }) => sizeBytes >= least)
  const within = visible.filter(({ atMs }) => atMs >= durationMs * EDGE && atMs <= durationMs * (1 - EDGE))
  const [first, ...others] = within.length > 0 ? within : visible
  if (!first) return undefined
  return others.reduce((best, picture) => (picture.sizeBytes > best.sizeBytes ? picture : best), first).atMs
}

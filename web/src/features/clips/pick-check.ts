import type { UploadLimits } from '@cuepoint/contracts'
import { showFile } from '../../lib/local-media.ts'

/** What can be said about a picked file before anything is sent. The server looks again. */
export type PickFault = 'too-large' | 'too-long' | 'empty'

export type Picked = { file: File; durationMs: number | undefined }

export function faultOf({ file, durationMs }: Picked, limits: UploadLimits): PickFault | undefined {
  if (file.size === 0) return 'empty'
  if (file.size > limits.maxBytes) return 'too-large'
  // Phones round: a second over is not a reason to send someone away.
  if (durationMs !== undefined && durationMs > limits.maxDurationMs + 1000) return 'too-long'
  return undefined
}

/** The length of a file as this browser reads it, in ms; undefined where it cannot, which says nothing about the file. */
export function readDurationMs(file: File): Promise<number | undefined> {
  const video = document.createElement('video')
  video.preload = 'metadata'
  video.muted = true
  let letGo = (): void => undefined
  return new Promise<number | undefined>((resolve) => {
    const giveUp = setTimeout(() => resolve(undefined), 5_000)
    video.addEventListener('loadedmetadata', () => {
      clearTimeout(giveUp)
      resolve(Number.isFinite(video.duration) ? Math.round(video.duration * 1000) : undefined)
    })
    video.addEventListener('error', () => {
      clearTimeout(giveUp)
      resolve(undefined)
    })
    letGo = showFile(video, file)
  }).finally(() => letGo())
}

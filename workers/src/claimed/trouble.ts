import { CuepointError, type FailReason } from '@cuepoint/domain'
import { ObjectMissingError } from '@cuepoint/storage'
import { FfmpegFault } from '../ffmpeg/run.ts'

/** What went wrong with a run, in the words its owner's page has; undefined for what is nobody's business but ours. */
export function failReasonOf(error: unknown): { reason: FailReason; retryable: boolean } {
  // The original is gone: another try would find the same.
  if (error instanceof ObjectMissingError) return { reason: 'storage-unavailable', retryable: false }
  if (error instanceof CuepointError && error.code === 'storage-unavailable')
    return { reason: 'storage-unavailable', retryable: true }
  if (error instanceof FfmpegFault && error.end === 'too-slow')
    return { reason: 'processing-timeout', retryable: true }
  if (error instanceof FfmpegFault && error.end === 'exited')
    return { reason: 'transcode-error', retryable: true }
  return { reason: 'processing-interrupted', retryable: true }
}

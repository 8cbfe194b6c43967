import {
  type CuepointDatabase,
  claimProcessing,
  failClip,
  keepProcessing,
  type MediaFile,
  type ProcessingClaim,
  type ProcessingFacts,
  publishClip,
  refuseClip,
  releaseClip,
  type StoredMedia,
} from '@cuepoint/db'
import type { FailReason, RejectReason } from '@cuepoint/domain'

export interface MadeMedia {
  readonly media: StoredMedia
  readonly files: readonly MediaFile[]
  readonly durationMs: number
}

/**
 * The truth about a clip in work. Every change names the claim it is made under and answers false, having
 * changed nothing, when that claim is not the clip's any more.
 */
export interface ClipProcessingStore {
  claim(claim: ProcessingClaim, leaseSeconds: number): Promise<ProcessingFacts | 'stale' | 'spent'>
  keep(claim: ProcessingClaim, leaseSeconds: number, progressPercent: number): Promise<boolean>
  publish(claim: ProcessingClaim, made: MadeMedia): Promise<boolean>
  refuse(claim: ProcessingClaim, reason: RejectReason): Promise<boolean>
  fail(claim: ProcessingClaim, reason: FailReason, retryable: boolean): Promise<boolean>
  release(claim: ProcessingClaim): Promise<boolean>
}

export function clipProcessingStore(db: CuepointDatabase): ClipProcessingStore {
  return {
    claim: (claim, leaseSeconds) => db.asRole((tx) => claimProcessing(tx, claim, leaseSeconds)),
    keep: (claim, leaseSeconds, percent) =>
      db.asRole((tx) => keepProcessing(tx, claim, leaseSeconds, percent)),
    publish: (claim, made) => db.asRole((tx) => publishClip(tx, claim, made)),
    refuse: (claim, reason) => db.asRole((tx) => refuseClip(tx, claim, reason)),
    fail: (claim, reason, retryable) => db.asRole((tx) => failClip(tx, claim, reason, retryable)),
    release: (claim) => db.asRole((tx) => releaseClip(tx, claim)),
  }
}

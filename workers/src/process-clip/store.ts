import {
  addFiles,
  type CuepointDatabase,
  claimProcessing,
  failClip,
  handOver,
  keepProcessing,
  type MediaFile,
  type ProcessingClaim,
  type ProcessingFacts,
  type Progress,
  publishClip,
  refuseClip,
  releaseClip,
  type StoredMedia,
  type Stretch,
  type WrittenFile,
} from '@cuepoint/db'
import type { FailReason, RejectReason } from '@cuepoint/domain'

export interface Published {
  readonly media: StoredMedia
  /** What is there, and what is promised. */
  readonly files: readonly MediaFile[]
  readonly durationMs: number
}

export interface HandedOver extends Published {
  readonly files: readonly WrittenFile[]
  readonly plan: unknown
  readonly stretches: readonly Stretch[]
}

/**
 * The truth about a clip in work. Every change names the claim it is made under and answers false, having
 * changed nothing, when that claim is not the clip's any more.
 */
export interface ClipProcessingStore {
  claim(claim: ProcessingClaim, leaseSeconds: number): Promise<ProcessingFacts | 'stale' | 'spent'>
  keep(claim: ProcessingClaim, leaseSeconds: number, progress: Progress): Promise<boolean>
  publish(claim: ProcessingClaim, made: Published): Promise<boolean>
  addFiles(claim: ProcessingClaim, files: readonly WrittenFile[]): Promise<boolean>
  handOver(claim: ProcessingClaim, made: HandedOver): Promise<boolean>
  refuse(claim: ProcessingClaim, reason: RejectReason): Promise<boolean>
  fail(claim: ProcessingClaim, reason: FailReason, retryable: boolean): Promise<boolean>
  release(claim: ProcessingClaim): Promise<boolean>
}

export function clipProcessingStore(db: CuepointDatabase): ClipProcessingStore {
  return {
    claim: (claim, leaseSeconds) => db.asRole((tx) => claimProcessing(tx, claim, leaseSeconds)),
    keep: (claim, leaseSeconds, progress) =>
      db.asRole((tx) => keepProcessing(tx, claim, leaseSeconds, progress)),
    publish: (claim, made) => db.asRole((tx) => publishClip(tx, claim, made)),
    addFiles: (claim, files) => db.asRole((tx) => addFiles(tx, claim, files)),
    handOver: (claim, made) => db.asRole((tx) => handOver(tx, claim, made)),
    refuse: (claim, reason) => db.asRole((tx) => refuseClip(tx, claim, reason)),
    fail: (claim, reason, retryable) => db.asRole((tx) => failClip(tx, claim, reason, retryable)),
    release: (claim) => db.asRole((tx) => releaseClip(tx, claim)),
  }
}

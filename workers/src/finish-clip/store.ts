import {
  type CuepointDatabase,
  claimFinish,
  type FinishFacts,
  finishClip,
  keepProcessing,
  type ProcessingClaim,
  releaseFinish,
  type StoredMedia,
  type WrittenFile,
} from '@cuepoint/db'

export interface FinishStore {
  claim(
    asked: { clipId: string; mediaId: string; writtenBy: string },
    leaseSeconds: number,
  ): Promise<FinishFacts | 'stale'>
  keep(claim: ProcessingClaim, leaseSeconds: number): Promise<boolean>
  finish(
    claim: ProcessingClaim,
    mediaId: string,
    made: { media: StoredMedia; files: readonly WrittenFile[] },
  ): Promise<boolean>
  release(claim: ProcessingClaim): Promise<boolean>
}

export function finishStore(db: CuepointDatabase): FinishStore {
  return {
    claim: (asked, leaseSeconds) => db.asRole((tx) => claimFinish(tx, asked, leaseSeconds)),
    keep: (claim, leaseSeconds) => db.asRole((tx) => keepProcessing(tx, claim, leaseSeconds)),
    finish: (claim, mediaId, made) => db.asRole((tx) => finishClip(tx, claim, mediaId, made)),
    release: (claim) => db.asRole((tx) => releaseFinish(tx, claim)),
  }
}

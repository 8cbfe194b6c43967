import {
  type CuepointDatabase,
  claimPart,
  completePart,
  failPart,
  keepPart,
  type PartClaim,
  type PartFacts,
  releasePart,
  type WrittenFile,
} from '@cuepoint/db'

export type PartProgress = { doneMs: number; pace: number | null }

/** The truth about a part in work. Every change answers false, having changed nothing, when the part is another run's. */
export interface PartStore {
  claim(claim: PartClaim, leaseSeconds: number): Promise<PartFacts | 'stale' | 'spent'>
  keep(claim: PartClaim, leaseSeconds: number, progress: PartProgress): Promise<boolean>
  complete(claim: PartClaim, files: readonly WrittenFile[]): Promise<boolean>
  fail(claim: PartClaim): Promise<boolean>
  release(claim: PartClaim): Promise<boolean>
}

export function partStore(db: CuepointDatabase): PartStore {
  return {
    claim: (claim, leaseSeconds) => db.asRole((tx) => claimPart(tx, claim, leaseSeconds)),
    keep: (claim, leaseSeconds, progress) => db.asRole((tx) => keepPart(tx, claim, leaseSeconds, progress)),
    complete: (claim, files) => db.asRole((tx) => completePart(tx, claim, files)),
    fail: (claim) => db.asRole((tx) => failPart(tx, claim)),
    release: (claim) => db.asRole((tx) => releasePart(tx, claim)),
  }
}

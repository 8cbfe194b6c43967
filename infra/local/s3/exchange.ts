import type { Database } from './database.ts'
import type { Fault, FaultSettings } from './faults.ts'
import type { FileStore } from './files.ts'
import type { MultipartStore } from './multipart.ts'
import type { Reply } from './reply.ts'
import type { S3Request } from './request.ts'
import type { Credentials, PayloadCover } from './sigv4.ts'
import type { Store } from './store.ts'

/** What the endpoint stands on while it is open. */
export type Ground = {
  database: Database
  files: FileStore
  store: Store
  multipart: MultipartStore
  nowMs: () => number
  credentials: Credentials
}

/** One request that may be answered, and the means to answer it. */
export type Exchange = Ground & {
  request: S3Request
  cover: PayloadCover
  reply: Reply
  fault: Fault
  faults: { get(): FaultSettings; change(changes: unknown): void }
}

export type Handler = (exchange: Exchange) => Promise<void> | void

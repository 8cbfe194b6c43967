import type { Clip } from '@cuepoint/contracts'
import type { Tx } from '@cuepoint/db'
import type { ApiDeps } from '../deps.ts'

/** What both ways in are registered with. */
export type UploadOptions = {
  deps: ApiDeps
  /** A clip as this reader sees it: the one thing of the clips that uploads need, given by the app. */
  getClip: (tx: Tx, readerId: string, clipId: string) => Promise<Clip>
}

export const clipStates = [
  'draft',
  'uploading',
  'uploaded',
  'processing',
  'ready',
  'rejected',
  'failed',
  'deleting',
  'gone',
] as const
export type ClipState = (typeof clipStates)[number]

/** Why a file is not a lesson video we can show. Each has a sentence in every catalog. */
export const rejectReasons = [
  'not-a-video',
  'no-video-track',
  'too-long',
  'too-short',
  'too-large',
  'too-many-pixels',
  'too-many-streams',
  'too-many-frames',
  'unsupported-format',
  'unsupported-codec',
  'damaged',
] as const
export type RejectReason = (typeof rejectReasons)[number]

/** Why processing stopped although the file may be good. All can be tried again without another upload. */
export const failReasons = [
  'processing-interrupted',
  'processing-timeout',
  'storage-unavailable',
  'transcode-error',
] as const
export type FailReason = (typeof failReasons)[number]

const moves: Readonly<Record<ClipState, readonly ClipState[]>> = {
  draft: ['uploading', 'deleting'],
  // Back to where it was when the transfer was cut: title and note stay, the file can be sent again.
  uploading: ['uploaded', 'draft', 'rejected', 'failed', 'deleting'],
  uploaded: ['processing', 'failed', 'deleting'],
  processing: ['ready', 'rejected', 'failed', 'uploaded', 'deleting'],
  // Watchable in part, and the rest of it could not be made: told as what it is, to be tried again.
  ready: ['failed', 'deleting'],
  rejected: ['uploading', 'deleting'],
  failed: ['uploaded', 'uploading', 'deleting'],
  deleting: ['gone'],
  gone: [],
}

/** Every guarded UPDATE of a clip's state asks this table which states it may start from. */
export const statesBefore = (to: ClipState): readonly ClipState[] =>
  clipStates.filter((from) => moves[from].includes(to))

export const canMove = (from: ClipState, to: ClipState): boolean => moves[from].includes(to)

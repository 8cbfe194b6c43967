import type { UploadLimits } from '@cuepoint/contracts'
import type { ApiConfig } from '../config.ts'

/** For a page's file picker. What a file really is, is found out by looking into it. */
const accepts = [
  'video/mp4',
  'video/quicktime',
  'video/webm',
  'video/x-matroska',
  'video/x-msvideo',
  'video/3gpp',
  'video/mp2t',
  '.mp4',
  '.m4v',
  '.mov',
  '.webm',
  '.mkv',
  '.avi',
  '.3gp',
  '.ts',
  '.mts',
]

export const uploadLimits = ({ upload }: Pick<ApiConfig, 'upload'>): UploadLimits => ({
  maxBytes: upload.maxBytes,
  maxDurationMs: upload.maxDurationMs,
  accepts: [...accepts],
})

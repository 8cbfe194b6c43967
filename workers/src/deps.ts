import type { CuepointDatabase } from '@cuepoint/db'
import type { Mailer } from '@cuepoint/mail'
import type { ObjectStore } from '@cuepoint/storage'
import type { Logger } from 'pino'
import type { WorkerConfig } from './config.ts'
import type { FilterSupport } from './ffmpeg/colour-filters.ts'
import type { ProbeTool } from './ffmpeg/read-lines.ts'
import type { FfmpegTool } from './ffmpeg/run.ts'
import type { Originals } from './original/originals.ts'

export interface WorkerDeps {
  readonly config: WorkerConfig
  /** As `cuepoint_worker`. */
  readonly db: CuepointDatabase
  readonly storage: ObjectStore
  readonly originals: Originals
  readonly mailer: Mailer
  readonly tool: FfmpegTool & ProbeTool & FilterSupport
  /** At least 16 hex digits nobody can guess. */
  readonly randomHex: () => string
  readonly log: Logger
}

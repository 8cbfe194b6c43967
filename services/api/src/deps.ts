import type { CuepointDatabase } from '@cuepoint/db'
import type { Clock } from '@cuepoint/domain'
import type { Mailer } from '@cuepoint/mail'
import type { FastifyBaseLogger } from 'fastify'
import type { ApiConfig } from './config.ts'

/** A part whose state health asks for. */
export type Checkable = { check(): Promise<void> }

export type ApiDeps = {
  config: ApiConfig
  /** As `cuepoint_api`: everything that has an actor. */
  db: CuepointDatabase
  /** As `cuepoint_auth`: people, sessions and invitations, before there is an actor. */
  authDb: CuepointDatabase
  storage: Checkable
  mailer: Pick<Mailer, 'send' | 'check'>
  clock: Clock
  /** Unguessable bytes. */
  random: (bytes: number) => Buffer
  log: FastifyBaseLogger
  /** `off` only in the proof that row-level security holds alone: `can` is not asked, the session still is. */
  enforcement: 'on' | 'off'
}

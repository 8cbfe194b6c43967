import type { CuepointDatabase } from '@cuepoint/db'
import type { Clock } from '@cuepoint/domain'
import type { Mailer } from '@cuepoint/mail'
import type { ObjectStore } from '@cuepoint/storage'
import type { FastifyBaseLogger } from 'fastify'
import type { ApiConfig } from './config.ts'

export type ApiDeps = {
  config: ApiConfig
  /** Given where we speak https ourselves and no proxy does. Both as PEM. */
  tls?: { readonly cert: Buffer; readonly key: Buffer }
  /** As `cuepoint_api`: everything that has an actor. */
  db: CuepointDatabase
  /** As `cuepoint_auth`: people, sessions and invitations, before there is an actor. */
  authDb: CuepointDatabase
  storage: ObjectStore
  mailer: Pick<Mailer, 'send' | 'check'>
  clock: Clock
  /** Unguessable bytes. */
  random: (bytes: number) => Buffer
  log: FastifyBaseLogger
  /** `off` only in the proof that row-level security holds alone: `can` is not asked, the session still is. */
  enforcement: 'on' | 'off'
}

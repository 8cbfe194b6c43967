import { randomBytes } from 'node:crypto'
import type { CuepointDatabase } from '@cuepoint/db'
import { systemClock } from '@cuepoint/domain'
import { readConfig } from '../config.ts'
import type { ApiDeps } from '../deps.ts'
import { createLog } from '../log.ts'

export const testConfig = readConfig({
  PUBLIC_URL: 'http://cuepoint.test',
  API_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  AUTH_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  AUTH_SECRET: randomBytes(32).toString('hex'),
  S3_ENDPOINT: 'http://127.0.0.1:1',
  S3_BUCKET: 'cuepoint',
  S3_ACCESS_KEY_ID: 'none',
  S3_SECRET_ACCESS_KEY: 'none',
  SMTP_URL: 'smtp://127.0.0.1:1',
  LOG_LEVEL: 'silent',
})

const notHere = (): never => {
  throw new Error('this test has no services')
}
const noDatabase: CuepointDatabase = {
  asActor: notHere,
  asRole: notHere,
  check: notHere,
  close: async () => undefined,
  get pool() {
    return notHere()
  },
}

/** For what needs no service: registering routes, configuration, documents. Any query is an error. */
export function depsWithoutServices(over: Partial<ApiDeps> = {}): ApiDeps {
  return {
    config: testConfig,
    db: noDatabase,
    authDb: noDatabase,
    storage: { check: notHere },
    mailer: { check: notHere, send: notHere },
    clock: systemClock,
    random: randomBytes,
    log: createLog({ logLevel: 'silent' }),
    enforcement: 'on',
    ...over,
  }
}

import { randomBytes } from 'node:crypto'
import { openDatabase } from '@cuepoint/db'
import { systemClock } from '@cuepoint/domain'
import type { ObjectStore } from '@cuepoint/storage'
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
// Nobody listens there: a query ends at once, and a pool that is not asked opens nothing.
const noDatabase = openDatabase({ url: testConfig.apiDatabaseUrl })

/** No object can be had; a test that needs some brings a store of its own. */
export const noStorage: ObjectStore = {
  ensureBucket: notHere,
  putFile: notHere,
  putBytes: notHere,
  uploadStream: notHere,
  openRead: notHere,
  downloadTo: notHere,
  head: notHere,
  deletePrefix: notHere,
  deleteKeys: notHere,
  listKeys: notHere,
  listOpenUploads: notHere,
  abortUpload: notHere,
  openMultipart: notHere,
  findParts: notHere,
  joinIntoPart: notHere,
  completeMultipart: notHere,
  signPut: notHere,
  check: notHere,
  close: () => undefined,
}

/** For what needs no service: registering routes, configuration, documents. Any query is an error. */
export function depsWithoutServices(over: Partial<ApiDeps> = {}): ApiDeps {
  return {
    config: testConfig,
    db: noDatabase,
    authDb: noDatabase,
    storage: noStorage,
    mailer: { check: notHere, send: notHere },
    clock: systemClock,
    random: randomBytes,
    log: createLog({ logLevel: 'silent' }),
    enforcement: 'on',
    ...over,
  }
}

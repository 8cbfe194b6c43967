import { join, resolve } from 'node:path'
import { repositoryRoot } from './repository-root.ts'

/** Where this folder's product keeps what must survive. */
export function dataFolder(): string {
  return resolve(process.env['CUEPOINT_DATA_DIR'] || join(repositoryRoot, '.data'))
}

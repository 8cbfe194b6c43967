import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PlainFault } from './plain-fault.ts'
import { findJsonObject, type JsonObject, textOf } from './read-json.ts'

const bytesOf = {
  postgresOwner: 24,
  postgresApi: 24,
  postgresAuth: 24,
  postgresWorker: 24,
  redis: 24,
  s3AccessKeyId: 10,
  s3SecretAccessKey: 30,
  auth: 48,
}

export type Secrets = Readonly<Record<keyof typeof bytesOf, string>>

/** The folder's passwords, made on first use and kept in `secrets.json`, which only its owner may read. */
export function loadSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json')
  const known = read(file)
  // Hex needs no escaping in a URL, a configuration line or a shell.
  const secret = (name: keyof Secrets): string =>
    textOf(known, name) || randomBytes(bytesOf[name]).toString('hex')
  const secrets: Secrets = {
    postgresOwner: secret('postgresOwner'),
    postgresApi: secret('postgresApi'),
    postgresAuth: secret('postgresAuth'),
    postgresWorker: secret('postgresWorker'),
    redis: secret('redis'),
    s3AccessKeyId: secret('s3AccessKeyId'),
    s3SecretAccessKey: secret('s3SecretAccessKey'),
    auth: secret('auth'),
  }
  if (Object.entries(secrets).some(([name, value]) => known[name] !== value)) {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(`${file}.new`, `${JSON.stringify({ ...known, ...secrets }, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  return secrets
}

function read(file: string): JsonObject {
  if (!existsSync(file)) return {}
  const known = findJsonObject(readFileSync(file, 'utf8'))
  // New passwords would lock us out of the database that knows the old ones.
  if (!known)
    throw new PlainFault(
      `${file} cannot be read as JSON. Next: bring back a copy of it, or remove the whole folder to begin anew.`,
    )
  return known
}

import type { RolePasswords } from '@cuepoint/db'
import type { ObjectStoreOptions } from '@cuepoint/storage'

export type PrepareConfig = Readonly<{
  /** Of the owner of the tables, who may make roles. */
  ownerUrl: string
  passwords: RolePasswords
  storage: ObjectStoreOptions
}>

/** Reads the environment once. Throws one error that names every fault, and none of the values. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): PrepareConfig {
  const faults: string[] = []
  const text = (name: string): string => {
    const value = env[name]?.trim() ?? ''
    if (value === '') faults.push(`${name} is missing`)
    return value
  }
  const passwordIn = (name: string): string => {
    const value = text(name)
    const password = URL.canParse(value) ? decodeURIComponent(new URL(value).password) : ''
    if (value !== '' && password === '') faults.push(`${name} is not an address with a password`)
    return password
  }
  const endpoint = env['S3_ENDPOINT']?.trim()
  const config: PrepareConfig = Object.freeze({
    ownerUrl: text('DATABASE_URL'),
    passwords: {
      apiPassword: passwordIn('API_DATABASE_URL'),
      authPassword: passwordIn('AUTH_DATABASE_URL'),
      workerPassword: passwordIn('WORKER_DATABASE_URL'),
    },
    storage: {
      ...(endpoint ? { endpoint, forcePathStyle: true } : { forcePathStyle: false }),
      region: text('S3_REGION'),
      bucket: text('S3_BUCKET'),
      accessKeyId: text('S3_ACCESS_KEY_ID'),
      secretAccessKey: text('S3_SECRET_ACCESS_KEY'),
    },
  })
  if (faults.length > 0) throw new Error(`The configuration does not hold: ${faults.join('; ')}.`)
  return config
}

/** What this process is told from outside. */
export type S3ProcessConfig = Readonly<{
  dataDir: string
  /** 0 takes a free one. */
  port: number
  accessKeyId: string
  secretAccessKey: string
  region: string
  /** Fault settings as JSON, for runs that want them from the first request. */
  faults: unknown
}>

/** Reads the environment once. Throws one error that names every fault. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): S3ProcessConfig {
  const missing: string[] = []
  const required = (name: string): string => {
    const value = env[name] ?? ''
    if (value === '') missing.push(`${name} is missing`)
    return value
  }
  const port = Number(env['S3_PORT'] ?? '0')
  if (!Number.isInteger(port) || port < 0 || port > 65_535) missing.push('S3_PORT is not a port number')
  let faults: unknown = {}
  try {
    faults = JSON.parse(env['S3_FAULTS'] ?? '{}')
  } catch {
    missing.push('S3_FAULTS is not JSON')
  }
  const config = {
    dataDir: required('S3_DATA_DIR'),
    port,
    accessKeyId: required('S3_ACCESS_KEY_ID'),
    secretAccessKey: required('S3_SECRET_ACCESS_KEY'),
    region: env['S3_REGION'] ?? 'us-east-1',
    faults,
  }
  if (missing.length > 0) throw new Error(`The S3 endpoint cannot start: ${missing.join('; ')}.`)
  return Object.freeze(config)
}

import { isIP } from 'node:net'

export type ApiConfig = Readonly<{
  host: string
  port: number
  /** Where people reach the product: links in mails and cookies follow it. No trailing slash. */
  publicUrl: string
  apiDatabaseUrl: string
  authDatabaseUrl: string
  /** Signs session cookies. */
  authSecret: string
  /** Addresses whose X-Forwarded-For is believed; empty believes nobody. */
  trustedProxies: readonly string[]
  s3: Readonly<{
    /** Undefined for AWS itself. */
    endpoint: string | undefined
    /** Where browsers reach it; undefined where they cannot, and files pass through this process. */
    publicEndpoint: string | undefined
    region: string
    bucket: string
    accessKeyId: string
    secretAccessKey: string
  }>
  smtpUrl: string
  mailFrom: string
  /** The built pages; undefined where another server has them. */
  webDir: string | undefined
  /** Files with PEM in them; undefined where a proxy speaks https, or nobody does. */
  tls: Readonly<{ certFile: string; keyFile: string }> | undefined
  upload: Readonly<{
    maxBytes: number
    maxDurationMs: number
    /** A sender who moves next to nothing for so long is given up. */
    stallSeconds: number
    /** An upload in parts that shows no life for so long is given up. */
    keptSeconds: number
  }>
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  version: string
}>

export type Env = Readonly<Record<string, string | undefined>>

/** Every fault of the environment in one message, each by the name of its variable and never with its value. */
export class ConfigFaults extends Error {
  override readonly name = 'ConfigFaults'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`The configuration does not hold:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

/** Reads the environment once. Throws ConfigFaults with all that is wrong. */
export function readConfig(env: Env = process.env): ApiConfig {
  const faults: string[] = []
  const text = (name: string, fallback?: string): string => {
    const value = env[name]?.trim() || fallback
    if (value === undefined) faults.push(`${name} is missing`)
    return value ?? ''
  }
  const url = (name: string, protocols: readonly string[], fallback?: string): string => {
    const value = text(name, fallback)
    if (value !== '' && !(URL.canParse(value) && protocols.includes(new URL(value).protocol)))
      faults.push(`${name} is not an address of the kind ${protocols.join(' or ')}//`)
    return value
  }
  const whole = (name: string, fallback: number, min: number, max: number): number => {
    const value = Number(env[name]?.trim() || fallback)
    if (Number.isSafeInteger(value) && value >= min && value <= max) return value
    faults.push(`${name} is not a whole number from ${min} to ${max}`)
    return fallback
  }
  const secret = text('AUTH_SECRET')
  if (secret !== '' && secret.length < 32) faults.push('AUTH_SECRET is shorter than 32 characters')
  const proxies = text('TRUSTED_PROXIES', '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
  if (proxies.some((each) => isIP(each.split('/')[0] ?? '') === 0))
    faults.push('TRUSTED_PROXIES is not a list of addresses or networks')
  const level = text('LOG_LEVEL', 'info')
  if (!isLogLevel(level)) faults.push('LOG_LEVEL is not one of debug, info, warn, error, silent')

  const certFile = env['TLS_CERT_FILE']?.trim()
  const keyFile = env['TLS_KEY_FILE']?.trim()
  if (!certFile !== !keyFile) faults.push('TLS_CERT_FILE and TLS_KEY_FILE are needed together')

  const host = text('HOST', '127.0.0.1')
  const port = whole('PORT', 3000, 0, 65_535)
  const config: ApiConfig = Object.freeze({
    host,
    port,
    publicUrl: url('PUBLIC_URL', ['http:', 'https:'], `http://127.0.0.1:${port}`).replace(/\/+$/, ''),
    apiDatabaseUrl: url('API_DATABASE_URL', ['postgres:', 'postgresql:']),
    authDatabaseUrl: url('AUTH_DATABASE_URL', ['postgres:', 'postgresql:']),
    authSecret: secret,
    trustedProxies: Object.freeze(proxies),
    s3: Object.freeze({
      endpoint: url('S3_ENDPOINT', ['http:', 'https:'], '') || undefined,
      publicEndpoint: url('S3_PUBLIC_ENDPOINT', ['http:', 'https:'], '') || undefined,
      region: text('S3_REGION', 'us-east-1'),
      bucket: text('S3_BUCKET'),
      accessKeyId: text('S3_ACCESS_KEY_ID'),
      secretAccessKey: text('S3_SECRET_ACCESS_KEY'),
    }),
    smtpUrl: url('SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: text('MAIL_FROM', 'Cuepoint <cuepoint@localhost>'),
    webDir: env['WEB_DIR']?.trim() || undefined,
    tls: certFile && keyFile ? Object.freeze({ certFile, keyFile }) : undefined,
    upload: Object.freeze({
      maxBytes: whole('UPLOAD_MAX_BYTES', 4 * 1024 ** 3, 1024, 2 ** 40),
      maxDurationMs: whole('UPLOAD_MAX_SECONDS', 60 * 60, 1, 24 * 3600) * 1000,
      stallSeconds: whole('UPLOAD_STALL_SECONDS', 120, 1, 3600),
      keptSeconds: whole('UPLOAD_KEPT_SECONDS', 7 * 24 * 3600, 60, 90 * 24 * 3600),
    }),
    logLevel: isLogLevel(level) ? level : 'info',
    version: text('CUEPOINT_VERSION', '0.1.0'),
  })
  if (faults.length > 0) throw new ConfigFaults(faults)
  return config
}

/** What an operator's command needs: the tables' owner, and where people reach the product. Throws ConfigFaults. */
export function readOperatorConfig(env: Env = process.env): { ownerUrl: string; publicUrl: string } {
  const ownerUrl = env['DATABASE_URL']?.trim()
  const publicUrl = env['PUBLIC_URL']?.trim()
  if (ownerUrl && publicUrl) return { ownerUrl, publicUrl: publicUrl.replace(/\/+$/, '') }
  throw new ConfigFaults(
    [!ownerUrl && 'DATABASE_URL is missing', !publicUrl && 'PUBLIC_URL is missing'].filter(
      (each) => each !== false,
    ),
  )
}

const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const
const isLogLevel = (value: string): value is ApiConfig['logLevel'] => levels.some((level) => level === value)

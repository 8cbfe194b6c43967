import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { QueueSettings } from '@cuepoint/jobs'
import type { MediaLimits } from './ffmpeg/judge.ts'

export type WorkerConfig = Readonly<{
  databaseUrl: string
  queue: QueueSettings
  s3: Readonly<{
    endpoint: string | undefined
    region: string
    bucket: string
    accessKeyId: string
    secretAccessKey: string
  }>
  smtpUrl: string
  mailFrom: string
  /** Where people reach the product; links in mails follow it. No trailing slash. */
  publicUrl: string
  ffmpegPath: string
  ffprobePath: string
  /** Where `setpriv` is looked for. */
  searchPath: string
  scratchDir: string
  media: MediaLimits
  /** For each encoder of one ffmpeg. */
  encoderThreads: number
  /** H.264 up to this rate is shown as it came; a higher one is more than lines carry. */
  copyMaxKbit: number
  /** What is encoded of a longer clip is cut into parts that several workers may take. */
  partAboveMs: number
  /** About how long a part is. */
  partMs: number
  /** What belongs to no row is removed once it is older than this. */
  sweepGraceMs: number
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  version: string
}>

export type Env = Readonly<Record<string, string | undefined>>

/** Every fault of the environment in one message, each by the name of its variable and never with its value. */
export class ConfigFaults extends Error {
  override readonly name = 'ConfigFaults'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`The worker’s configuration does not hold:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

/** 4K is the most a phone films in; one picture of 8K takes more memory than a small machine has to spare. */
const MAX_PIXELS = 4096 * 2304
/** A phone's file has about five tracks; each more costs memory before a picture is seen. */
const MAX_STREAMS = 24

/** Reads the environment once. Throws ConfigFaults with all that is wrong. */
export function readConfig(env: Env = process.env): WorkerConfig {
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
    if (!Number.isSafeInteger(value) || value < min || value > max)
      faults.push(`${name} is not a whole number from ${min} to ${max}`)
    return value
  }

  const databaseUrl = url('WORKER_DATABASE_URL', ['postgres:', 'postgresql:'])
  const kind = text('QUEUE', 'redis')
  if (kind !== 'redis' && kind !== 'postgres') faults.push('QUEUE is neither redis nor postgres')
  const queue: QueueSettings =
    kind === 'postgres'
      ? { backend: 'postgres', url: databaseUrl }
      : { backend: 'redis', url: url('REDIS_URL', ['redis:', 'rediss:']) }
  const endpoint = env['S3_ENDPOINT']?.trim() ? url('S3_ENDPOINT', ['http:', 'https:']) : undefined
  const level = text('LOG_LEVEL', 'info')
  if (!isLogLevel(level)) faults.push('LOG_LEVEL is not one of debug, info, warn, error, silent')

  const config: WorkerConfig = Object.freeze({
    databaseUrl,
    queue: Object.freeze(queue),
    s3: Object.freeze({
      endpoint,
      region: text('S3_REGION', 'us-east-1'),
      bucket: text('S3_BUCKET'),
      accessKeyId: text('S3_ACCESS_KEY_ID'),
      secretAccessKey: text('S3_SECRET_ACCESS_KEY'),
    }),
    smtpUrl: url('SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: text('MAIL_FROM', 'Cuepoint <cuepoint@localhost>'),
    publicUrl: url('PUBLIC_URL', ['http:', 'https:'], 'http://127.0.0.1:3000').replace(/\/+$/, ''),
    ffmpegPath: text('FFMPEG_PATH', 'ffmpeg'),
    ffprobePath: text('FFPROBE_PATH', 'ffprobe'),
    searchPath: env['PATH'] ?? '',
    scratchDir: text('SCRATCH_DIR', join(tmpdir(), 'cuepoint-scratch')),
    media: Object.freeze({
      maxSizeBytes: whole('UPLOAD_MAX_BYTES', 4 * 1024 ** 3, 1024, 2 ** 40),
      maxDurationMs: whole('UPLOAD_MAX_SECONDS', 60 * 60, 1, 24 * 3600) * 1_000,
      maxPixels: MAX_PIXELS,
      maxStreams: MAX_STREAMS,
    }),
    encoderThreads: whole('ENCODER_THREADS', Math.min(4, availableParallelism()), 1, 64),
    copyMaxKbit: whole('COPY_MAX_KBIT', 20_000, 1, 1_000_000),
    partAboveMs: whole('PART_ABOVE_SECONDS', 300, 1, 24 * 3600) * 1_000,
    partMs: whole('PART_SECONDS', 120, 4, 24 * 3600) * 1_000,
    sweepGraceMs: whole('SWEEP_GRACE_SECONDS', 6 * 3600, 1, 30 * 24 * 3600) * 1_000,
    logLevel: isLogLevel(level) ? level : 'info',
    version: text('CUEPOINT_VERSION', '0.1.0'),
  })
  if (faults.length > 0) throw new ConfigFaults(faults)
  return config
}

const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const
const isLogLevel = (value: string): value is WorkerConfig['logLevel'] =>
  levels.some((level) => level === value)

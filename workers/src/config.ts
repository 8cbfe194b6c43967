import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { QueueSettings } from '@cuepoint/jobs'
import type { MediaLimits } from './ffmpeg/judge.ts'
import type { ToolLimits } from './ffmpeg/tool-limits.ts'

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
  /** Where `setpriv` and `prlimit` are looked for. */
  searchPath: string
  scratchDir: string
  media: MediaLimits
  /** For every run of ffmpeg and ffprobe, where the machine has `prlimit`. */
  toolLimits: ToolLimits
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
/** Slow motion of phones; an hour of it at 240 a second with its sound is a million of frames. */
const MAX_FRAMES_PER_SECOND = 480
const MAX_FRAMES = 2_000_000
/** The whole ladder from 4K in 10 bit was measured at 1.7 GiB with four threads. */
const TOOL_MEMORY_MIB = 3_072
/** Twelve hours: the ladder of the longest clip on a small machine takes about half. */
const TOOL_CPU_SECONDS = 12 * 3_600
/** A ladder of five renditions has about thirty files open. */
const TOOL_OPEN_FILES = 256

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

  const maxSizeBytes = whole('UPLOAD_MAX_BYTES', 4 * 1024 ** 3, 1024, 2 ** 40)
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
      maxSizeBytes,
      maxDurationMs: whole('UPLOAD_MAX_SECONDS', 60 * 60, 1, 24 * 3600) * 1_000,
      maxPixels: whole('UPLOAD_MAX_PIXELS', MAX_PIXELS, 10_000, 2 ** 28),
      maxStreams: whole('UPLOAD_MAX_STREAMS', MAX_STREAMS, 1, 1_000),
      maxFrames: whole('UPLOAD_MAX_FRAMES', MAX_FRAMES, 2, 100_000_000),
      maxFramesPerSecond: whole('UPLOAD_MAX_FRAME_RATE', MAX_FRAMES_PER_SECOND, 1, 10_000),
    }),
    toolLimits: Object.freeze({
      memoryBytes: whole('MEDIA_TOOL_MEMORY_MIB', TOOL_MEMORY_MIB, 256, 2 ** 20) * 1024 ** 2,
      cpuSeconds: whole('MEDIA_TOOL_CPU_SECONDS', TOOL_CPU_SECONDS, 10, 30 * 24 * 3600),
      // Nothing that is made of a file needs to be larger than a file may be.
      fileBytes: maxSizeBytes,
      openFiles: TOOL_OPEN_FILES,
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

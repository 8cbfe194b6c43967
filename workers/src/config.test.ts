import { expect, test } from 'vitest'
import { ConfigFaults, readConfig } from './config.ts'

const env = {
  WORKER_DATABASE_URL: 'postgres://worker:secret@127.0.0.1/cuepoint',
  REDIS_URL: 'redis://:secret@127.0.0.1:6379',
  S3_ENDPOINT: 'http://127.0.0.1:9000',
  S3_BUCKET: 'cuepoint',
  S3_ACCESS_KEY_ID: 'key',
  S3_SECRET_ACCESS_KEY: 'secret',
  SMTP_URL: 'smtp://127.0.0.1:25',
}

test('what is given is taken, the rest has its usual value', () => {
  expect(
    readConfig({ ...env, UPLOAD_MAX_SECONDS: '90', PUBLIC_URL: 'https://lessons.example/' }),
  ).toMatchObject({
    queue: { backend: 'redis', url: env.REDIS_URL },
    media: { maxDurationMs: 90_000, maxSizeBytes: 4 * 1024 ** 3 },
    publicUrl: 'https://lessons.example',
    logLevel: 'info',
  })
})

test('what a file and a run of a tool may take is a setting', () => {
  const read = readConfig({
    ...env,
    UPLOAD_MAX_BYTES: '5000',
    UPLOAD_MAX_PIXELS: '20000',
    UPLOAD_MAX_STREAMS: '3',
    UPLOAD_MAX_FRAMES: '900',
    UPLOAD_MAX_FRAME_RATE: '61',
    MEDIA_TOOL_MEMORY_MIB: '512',
    MEDIA_TOOL_CPU_SECONDS: '77',
  })
  expect(read.media).toMatchObject({
    maxPixels: 20_000,
    maxStreams: 3,
    maxFrames: 900,
    maxFramesPerSecond: 61,
  })
  expect(read.toolLimits).toMatchObject({ memoryBytes: 512 * 1024 ** 2, cpuSeconds: 77, fileBytes: 5_000 })
  expect(() => readConfig({ ...env, MEDIA_TOOL_MEMORY_MIB: '1' })).toThrow('MEDIA_TOOL_MEMORY_MIB')
})

test('where there is no Redis the queue is in the worker’s own database', () => {
  const { REDIS_URL: _, ...rest } = env
  expect(readConfig({ ...rest, QUEUE: 'postgres' }).queue).toEqual({
    backend: 'postgres',
    url: env.WORKER_DATABASE_URL,
  })
})

test('every fault is told at once, by name and without a value', () => {
  const read = () =>
    readConfig({
      QUEUE: 'kafka',
      LOG_LEVEL: 'loud',
      SMTP_URL: 'http://secret-host',
      UPLOAD_MAX_BYTES: 'much',
    })
  expect(read).toThrow(ConfigFaults)
  for (const name of [
    'WORKER_DATABASE_URL',
    'QUEUE',
    'LOG_LEVEL',
    'SMTP_URL',
    'UPLOAD_MAX_BYTES',
    'S3_BUCKET',
  ])
    expect(read).toThrow(name)
  expect(read).not.toThrow(/secret-host/)
})

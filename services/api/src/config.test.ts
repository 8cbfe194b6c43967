import { expect, test } from 'vitest'
import { ConfigFaults, readConfig } from './config.ts'

const sound = {
  API_DATABASE_URL: 'postgres://api@127.0.0.1/cuepoint',
  AUTH_DATABASE_URL: 'postgres://auth@127.0.0.1/cuepoint',
  AUTH_SECRET: 'x'.repeat(32),
  S3_BUCKET: 'cuepoint',
  S3_ACCESS_KEY_ID: 'id',
  S3_SECRET_ACCESS_KEY: 'secret',
  SMTP_URL: 'smtp://127.0.0.1:25',
}

test('a sound environment becomes a frozen configuration with its defaults', () => {
  const config = readConfig({
    ...sound,
    PUBLIC_URL: 'https://coaching.example/',
    TRUSTED_PROXIES: '10.0.0.1, 10.1.0.0/16',
  })
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'https://coaching.example',
    trustedProxies: ['10.0.0.1', '10.1.0.0/16'],
    s3: { endpoint: undefined, region: 'us-east-1' },
    logLevel: 'info',
  })
  expect(Object.isFrozen(config) && Object.isFrozen(config.s3)).toBe(true)
})

test('all faults are told at once, by name and never with a value', () => {
  const faulty = {
    ...sound,
    AUTH_SECRET: 'short-secret',
    SMTP_URL: undefined,
    PORT: '99999',
    TRUSTED_PROXIES: 'somewhere',
    API_DATABASE_URL: 'mysql://user:secret@127.0.0.1/x',
    LOG_LEVEL: 'chatty',
  }
  let thrown: unknown
  try {
    readConfig(faulty)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(ConfigFaults)
  const { message, faults } = thrown as ConfigFaults
  const named = ['AUTH_SECRET', 'SMTP_URL', 'PORT', 'TRUSTED_PROXIES', 'API_DATABASE_URL', 'LOG_LEVEL']
  expect(faults).toHaveLength(named.length)
  for (const name of named) expect(message).toContain(name)
  for (const value of ['short-secret', 'user:secret', 'somewhere', 'chatty'])
    expect(message).not.toContain(value)
})

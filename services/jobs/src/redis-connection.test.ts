import { expect, test } from 'vitest'
import { requireDurable, UnsafeRedis } from './redis-connection.ts'

const memory = (policy: string) => `# Memory\r\nused_memory:1\r\nmaxmemory_policy:${policy}\r\n`
const persistence = (aof: 0 | 1) => `# Persistence\r\naof_enabled:${aof}\r\naof_rewrite:0\r\n`

test('a Redis that keeps everything is taken', () => {
  expect(() => requireDurable(memory('noeviction'), persistence(1))).not.toThrow()
})

test('a Redis that may evict or forget is refused, with every reason at once', () => {
  expect(() => requireDurable(memory('allkeys-lru'), persistence(1))).toThrow(UnsafeRedis)
  expect(() => requireDurable(memory('noeviction'), persistence(0))).toThrow(/appendonly/)
  expect(() => requireDurable(memory('allkeys-lru'), persistence(0))).toThrow(/allkeys-lru.*appendonly/)
  expect(() => requireDurable('', '')).toThrow(UnsafeRedis)
})

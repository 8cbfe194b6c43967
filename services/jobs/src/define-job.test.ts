import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { BadJobPayload, defineJob } from './define-job.ts'
import { jobRequest, jobs } from './registry.ts'

const clipId = '0d4c7a52-6f0e-4a4b-9c5e-2f3f9d1a7b11'

test('a job carries ids and nothing else', () => {
  expect(jobs['process-clip'].parse({ clipId, attempt: 1 })).toEqual({ clipId, attempt: 1 })
  for (const bad of [
    { clipId, attempt: 1, title: 'My lesson' },
    { clipId: 'My lesson', attempt: 1 },
    { clipId, attempt: 0 },
    { clipId },
    null,
    'text',
  ]) {
    expect(() => jobs['process-clip'].parse(bad)).toThrow(BadJobPayload)
  }
})

test('what is wrong with a payload is told without quoting it', () => {
  expect(() => jobRequest('notify', { notificationId: 'anna@example.org' })).toThrow(/notificationId/)
  expect(() => jobRequest('notify', { notificationId: 'anna@example.org' })).not.toThrow(/anna/)
})

test('every job’s id is one the queue can hold', () => {
  const ids = [
    jobs['process-clip'].jobId({ clipId, attempt: 2 }),
    jobs.notify.jobId({ notificationId: clipId }),
    jobs['remove-clip'].jobId({ clipId }),
    jobs.sweep.jobId({}),
  ]
  for (const id of ids) {
    expect(id).not.toContain(':')
    expect(id).not.toMatch(/^\d+$/)
  }
  expect(new Set(ids).size).toBe(ids.length)
})

test('another attempt at a clip is another job, and waits behind first attempts', () => {
  const job = jobs['process-clip']
  expect(job.jobId({ clipId, attempt: 2 })).not.toBe(job.jobId({ clipId, attempt: 1 }))
  expect(job.priority({ clipId, attempt: 2 })).toBeGreaterThan(job.priority({ clipId, attempt: 1 }))
})

test('a key the queue would misread is refused', () => {
  const job = defineJob({
    name: 'x',
    payload: Type.Object({ key: Type.String() }),
    key: ({ key }) => key,
    tries: 1,
    backoff: { kind: 'fixed', firstMs: 1 },
    priority: () => 1,
    concurrency: 1,
  })
  expect(() => job.jobId({ key: 'a:b' })).toThrow(/cannot hold/)
  expect(job.jobId({ key: 'a-b' })).toBe('x-a-b')
})

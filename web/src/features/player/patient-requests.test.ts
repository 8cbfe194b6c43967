import { describe, expect, test } from 'vitest'
import { createPatientRequests, type SendRequest, waitOf } from './patient-requests.ts'

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).buffer
const unmade = {
  statusCode: 503,
  headers: { 'retry-after': '3' },
  body: bytesOf({ code: 'media-not-made-yet' }),
}
const segment = { statusCode: 200, headers: {}, body: new ArrayBuffer(8) }
const url = '/api/clips/1/media/2/240/7.m4s'

type Answer = Parameters<Parameters<SendRequest>[1]>[1]

function scene() {
  const sent: { reused: boolean; answer: (answer: Answer, error?: Error) => void }[] = []
  const waits: number[] = []
  const told: unknown[] = []
  let due: (() => void) | undefined
  const request = { abort: () => told.push('aborted') }
  const patient = createPatientRequests(
    (options, done) => {
      sent.push({
        reused: (options.xhr as unknown) === request,
        answer: (answer, error) => done(error ?? null, answer, answer.body),
      })
      return request as unknown as XMLHttpRequest
    },
    (run, delayMs) => {
      waits.push(delayMs)
      due = run
      return () => {
        due = undefined
      }
    },
  )
  patient.watch((address, waiting) => told.push([address, waiting]))
  return { patient, sent, waits, told, wait: () => due?.() }
}

describe('what is not made yet', () => {
  test('is asked for again on the same request until it is there; the player hears only of that', () => {
    const { patient, sent, waits, told, wait } = scene()
    const heard: unknown[] = []
    patient.request({ uri: url }, (_, answer) => heard.push(answer.statusCode))
    sent[0]?.answer(unmade)
    wait()
    sent[1]?.answer(unmade)
    expect(heard).toEqual([])
    expect(told).toEqual([[url, true]])
    wait()
    sent[2]?.answer(segment)
    expect(heard).toEqual([200])
    expect(told).toEqual([
      [url, true],
      [url, false],
    ])
    expect(waits).toEqual([3000, 3000])
    expect(sent.map(({ reused }) => reused)).toEqual([false, true, true])
  })

  test('is not asked for any more when the player has gone elsewhere', () => {
    const { patient, sent, told, wait } = scene()
    const request = patient.request({ uri: url }, () => undefined)
    sent[0]?.answer(unmade)
    request.abort()
    wait()
    expect(sent).toHaveLength(1)
    expect(told).toEqual([[url, true], [url, false], 'aborted'])
  })

  test('does not hide a line that breaks while waiting', () => {
    const { patient, sent, wait } = scene()
    const heard: unknown[] = []
    patient.request({ uri: url }, (error) => heard.push(error))
    sent[0]?.answer(unmade)
    wait()
    const broken = new Error('no line')
    sent[1]?.answer({ statusCode: 0 }, broken)
    expect(heard).toEqual([broken])
  })
})

describe('waitOf', () => {
  test('keeps to what the server says, within reason', () => {
    expect(waitOf(unmade)).toBe(3000)
    expect(waitOf({ ...unmade, headers: {} })).toBe(2000)
    expect(waitOf({ ...unmade, headers: { 'retry-after': '86400' } })).toBe(15_000)
    expect(waitOf({ ...unmade, headers: { 'retry-after': '-1' } })).toBe(2000)
    expect(waitOf({ ...unmade, body: JSON.stringify({ code: 'media-not-made-yet' }) })).toBe(3000)
  })

  test.each<[string, Answer]>([
    ['a segment', segment],
    [
      'a server that is down',
      { statusCode: 503, headers: {}, body: bytesOf({ code: 'service-unavailable' }) },
    ],
    ['another status', { ...unmade, statusCode: 404 }],
    ['a page of a proxy', { statusCode: 503, headers: {}, body: '<html>' }],
    ['a body that is no problem', { ...unmade, body: new ArrayBuffer(100_000) }],
    ['nothing at all', { statusCode: 503 }],
  ])('knows %s from that', (_, answer) => {
    expect(waitOf(answer)).toBeUndefined()
  })
})

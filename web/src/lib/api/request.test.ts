import { beforeEach, expect, test, vi } from 'vitest'
import { ApiProblem } from './problem.ts'
import { request } from './request.ts'

type Answer = Response | Error

const answers: Answer[] = []
const calls: { address: string; init: RequestInit }[] = []

beforeEach(() => {
  answers.length = 0
  calls.length = 0
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    calls.push({ address, init })
    const next = answers.shift()
    if (next === undefined || next instanceof Error) throw next ?? new TypeError('no answer left')
    return next
  })
  vi.stubGlobal('setTimeout', (run: () => void, ms: number) => (ms < 5_000 ? queueMicrotask(run) : undefined))
})

const problemOf = async (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (error: unknown) => (error instanceof ApiProblem ? error : undefined),
  )

test('a read is asked again when the line breaks; a write is not, so that nothing is done twice', async () => {
  answers.push(new TypeError('Failed to fetch'), new Response('{"items":[]}'))
  await expect(request('GET /clips')).resolves.toEqual({ items: [] })

  answers.push(new TypeError('Failed to fetch'), new Response('{}'))
  const problem = await problemOf(request('POST /reviews', { body: { clipId: 'a' } }))
  expect(problem?.code).toBe('unreachable')
  expect(calls).toHaveLength(3)
})

test('a refusal keeps its code, its details and the number for support', async () => {
  answers.push(
    new Response(
      JSON.stringify({ code: 'file-too-large', status: 413, details: { maxBytes: 5 }, requestId: 'r1' }),
      {
        status: 413,
      },
    ),
  )
  const problem = await problemOf(request('GET /home'))
  expect(problem).toMatchObject({
    code: 'file-too-large',
    status: 413,
    details: { maxBytes: 5 },
    requestId: 'r1',
  })
})

test('a page of a proxy in the place of an answer is judged by its status', async () => {
  answers.push(...Array.from({ length: 3 }, () => new Response('<html>Bad gateway</html>', { status: 502 })))
  expect((await problemOf(request('GET /home')))?.code).toBe('service-unavailable')
  answers.push(new Response('<html>hotel sign-in</html>', { status: 200 }), new Response('{"waiting":[]}'))
  await expect(request('GET /home')).resolves.toEqual({ waiting: [] })
})

test('without a network nothing is tried and the reason says so', async () => {
  vi.stubGlobal('navigator', { onLine: false })
  expect((await problemOf(request('GET /home')))?.code).toBe('offline')
  expect(calls).toHaveLength(0)
})

test('what is put into an address cannot leave its place', async () => {
  answers.push(new Response('{}'))
  await request('GET /clips/:clipId', { params: { clipId: '../session?x=1' } })
  expect(calls[0]?.address).toBe('/api/clips/..%2Fsession%3Fx%3D1')
})

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { addFiles, openDatabase, supersedeFiles } from '@cuepoint/db'
import { mediaKey } from '@cuepoint/storage'
import { aGrant, aHalfMadeClip, aMediaId, aPromise, revoked } from '@cuepoint/testing'
import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { problemPlugin } from '../plugins/problem.ts'
import { type ClipStage, startClipStage } from '../testing/clip-stage.ts'
import { mediaRoutes } from './routes.ts'

const bytes = randomBytes(5_000)
const name = '240p/1.m4s'

/** A clip shared with the coach that can be watched while the rest of it is being made, and one request for what is not there yet. */
async function aPromised(stage: ClipStage) {
  const worker = openDatabase({ url: stage.database.workerUrl, size: 2 })
  const { clip, claim } = await aHalfMadeClip({ owner: stage.tables, worker }, stage.lesson)
  const grant = await aGrant(stage.tables, clip, { partnershipId: stage.lesson.partnership.id })
  const path = `/api/clips/${clip.id}/media/${claim.mediaId}/${name}`
  return {
    clip,
    claim,
    grant,
    worker,
    path,
    async make() {
      await stage.storage.putBytes(mediaKey(clip.id, claim.mediaId, name), bytes, { contentType: 'x/x' })
      await worker.asRole((tx) => addFiles(tx, claim, [{ ...aPromise(name), sizeBytes: bytes.length }]))
    },
    [Symbol.asyncDispose]: () => worker.close(),
  }
}

/** A request that is under way, and its answer. */
function askFor(stage: ClipStage, path: string, cookie = stage.cookies.coach) {
  const asking = request({
    port: stage.port,
    host: '127.0.0.1',
    agent: false,
    path,
    headers: { cookie },
  }).end()
  const answered = (async () => {
    const [response] = (await once(asking, 'response')) as [IncomingMessage]
    const parts: Buffer[] = []
    for await (const part of response) parts.push(part as Buffer)
    return { status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }
  })()
  answered.catch(() => undefined)
  return { asking, answered }
}

/** Counts how often the application asks its database, so that a test knows that a request waits. */
const watch = (stage: ClipStage) => vi.spyOn(stage.deps.db, 'asActor')
const waits = (spy: ReturnType<typeof watch>) =>
  vi.waitFor(() => expect(spy.mock.calls.length).toBeGreaterThan(3), { timeout: 5_000, interval: 20 })

describe('a file that is promised', () => {
  let stage: ClipStage
  beforeAll(async () => {
    stage = await startClipStage()
  })
  afterAll(() => stage[Symbol.asyncDispose]())

  test('is waited for and handed over once it is made, with all that a file comes with', async () => {
    await using promised = await aPromised(stage)
    const spy = watch(stage)
    const [coach, teacher] = [
      askFor(stage, promised.path),
      askFor(stage, promised.path, stage.cookies.teacher),
    ]
    await waits(spy)
    await promised.make()
    for (const { answered } of [coach, teacher]) {
      const { status, headers, body } = await answered
      expect(status).toBe(200)
      expect(body.equals(bytes)).toBe(true)
      expect(headers).toMatchObject({
        'content-type': 'video/iso.segment',
        'content-length': '5000',
        'cache-control': 'private, no-cache',
        etag: `"${promised.claim.mediaId}/${name}"`,
      })
    }
    spy.mockRestore()
  })

  test('is nobody’s to wait for who may not see the clip', async () => {
    await using promised = await aPromised(stage)
    for (const cookie of [stage.cookies.otherTeacher, stage.cookies.lead, stage.cookies.stranger])
      expect((await askFor(stage, promised.path, cookie).answered).status).toBe(404)
  })

  test('is not waited for any more when something newer has taken its place', async () => {
    await using promised = await aPromised(stage)
    const spy = watch(stage)
    const { answered } = askFor(stage, promised.path)
    await waits(spy)
    await stage.tables.asRole(async (tx) => {
      const newer = aMediaId(2)
      await tx.updateTable('clip').set({ media_id: newer }).where('id', '=', promised.clip.id).execute()
      await supersedeFiles(tx, promised.clip.id, newer)
    })
    expect((await answered).status).toBe(404)
    spy.mockRestore()
  })

  test('is not asked for any more once nobody waits', async () => {
    await using promised = await aPromised(stage)
    const spy = watch(stage)
    const { asking, answered } = askFor(stage, promised.path)
    await waits(spy)
    asking.destroy()
    await expect(answered).rejects.toThrow(/socket hang up|aborted|ECONNRESET/)
    await vi.waitFor(
      async () => {
        const open = await new Promise<number>((resolve) =>
          stage.app.server.getConnections((_error, count) => resolve(count)),
        )
        expect(open).toBe(0)
      },
      { interval: 20 },
    )
    spy.mockClear()
    // Two rounds of another one's waiting: the one who left would have been asked for as often.
    const other = askFor(stage, promised.path, stage.cookies.teacher)
    await waits(spy)
    expect(new Set(spy.mock.calls.map(([personId]) => personId))).toEqual(new Set([stage.lesson.teacher.id]))
    await promised.make()
    expect((await other.answered).status).toBe(200)
    spy.mockRestore()
  })

  test('is not made in time: the player is told when to ask again', async () => {
    await using promised = await aPromised(stage)
    const app = fastify()
    await app.register(problemPlugin)
    app.decorateRequest('signedIn', null)
    app.decorateRequest('actor', {
      getter: () => ({ personId: stage.lesson.coach.id, language: 'th' as const, timeZone: 'UTC' }),
    })
    app.decorateRequest('transact', (work) => stage.deps.db.asActor(stage.lesson.coach.id, work))
    app.decorateRequest('authorizeAgain', async () => undefined)
    await app.register(mediaRoutes, { prefix: '/api', deps: stage.deps, waitsAtMostMs: 30 })
    const answer = await app.inject(promised.path)
    expect(answer.statusCode).toBe(503)
    expect(answer.json()).toMatchObject({ code: 'media-not-made-yet' })
    expect(answer.headers).toMatchObject({ 'retry-after': '2', 'cache-control': 'no-store' })
    await app.close()
  })
})

test.each([
  ['both lines of defence', { enforcement: 'on', policies: true }],
  ['the policies alone', { enforcement: 'off', policies: true }],
  ['the application alone', { enforcement: 'on', policies: false }],
] as const)('with %s, sight that is taken back ends the waiting within a second', async (_what, mode) => {
  await using stage = await startClipStage({ enforcement: mode.enforcement })
  if (!mode.policies) {
    // The owner of the tables is not bound by their policies.
    const unbound = stage.tables.asActor.bind(stage.tables)
    vi.spyOn(stage.deps.db, 'asActor').mockImplementation(unbound)
  }
  await using promised = await aPromised(stage)
  // oxlint-disable-next-line typescript/unbound-method -- only its calls are looked at
  const spy = mode.policies ? watch(stage) : vi.mocked(stage.deps.db.asActor)
  const { answered } = askFor(stage, promised.path)
  await waits(spy)
  await revoked(stage.tables, promised.grant)
  const since = performance.now()
  expect((await answered).status).toBe(404)
  expect(performance.now() - since).toBeLessThan(1_000)
  // Nobody else noticed: her own is waited for and comes.
  const hers = askFor(stage, promised.path, stage.cookies.teacher)
  await promised.make()
  expect((await hers.answered).status).toBe(200)
})

test('an ending server sends those who wait to ask again, and does not wait for them', async () => {
  await using stage = await startClipStage()
  await using promised = await aPromised(stage)
  const spy = watch(stage)
  const { answered } = askFor(stage, promised.path)
  await waits(spy)
  const since = performance.now()
  await stage.app.close()
  expect(performance.now() - since).toBeLessThan(2_000)
  const { status, headers, body } = await answered
  expect([status, headers['retry-after']]).toEqual([503, '2'])
  expect(JSON.parse(body.toString())).toMatchObject({ code: 'media-not-made-yet' })
})

import { randomUUID } from 'node:crypto'
import assert from 'node:assert/strict'
import {
  type ByteRange,
  gridOf,
  missingRanges,
  nextRange,
  partCount,
  pieceGrainBytes,
} from '@cuepoint/domain'
import fc from 'fast-check'
import { beginIn, canJoin, haveIn, isComplete, joinIn, type Model, storeIn } from './model.ts'
import type { Real } from './real.ts'

type Command = fc.AsyncCommand<Model, Real>

const mebibyte = 1024 * 1024
/** Mostly one part in pieces, sometimes two, rarely one byte. */
const sizes = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 5 * pieceGrainBytes }) },
  { weight: 1, arbitrary: fc.integer({ min: 5 * mebibyte, max: 5 * mebibyte + 3 * pieceGrainBytes }) },
)

/** A range of the file: the next that is missing, or one that is there already, small or whole. */
function rangeFor({ upload, ...model }: Model, seed: number, wantedBytes: number): ByteRange | undefined {
  if (!upload) return undefined
  const whole = { fromByte: 0, toByte: upload.grid.sizeBytes }
  const missing = missingRanges(whole, haveIn({ upload, ...model }))
  if (seed % 4 === 0) return nextRange(upload.grid, [whole], wantedBytes)
  return nextRange(upload.grid, missing.slice(seed % Math.max(1, missing.length)), wantedBytes)
}

const command = (
  says: string,
  check: (model: Model) => boolean,
  work: (model: Model, real: Real) => Promise<void>,
): Command => ({ check, run: work, toString: () => says })

const begin = sizes.map((sizeBytes) =>
  command(
    `begin ${sizeBytes}`,
    () => true,
    async (model, real) => {
      const { status, code } = await real.begin(sizeBytes)
      if (model.finishedBytes !== undefined) return assert.deepEqual([status, code], [409, 'wrong-state'])
      if (model.upload && model.upload.grid.sizeBytes !== sizeBytes)
        return assert.deepEqual([status, code], [409, 'upload-in-progress'])
      assert.equal(status, 200)
      if (!model.upload) beginIn(model, sizeBytes)
    },
  ),
)

const send = fc
  .tuple(fc.nat(), fc.constantFrom(pieceGrainBytes, 3 * pieceGrainBytes, 6 * mebibyte))
  .map(([seed, wanted]) =>
    command(
      `send ${wanted} (${seed})`,
      ({ upload }) => upload !== undefined,
      async (model, real) => {
        const range = rangeFor(model, seed, wanted)
        if (!range) return
        assert.equal(await real.send(range), 204)
        storeIn(model, range)
      },
    ),
  )

const cut = fc.nat().map((seed) =>
  command(
    `cut (${seed})`,
    ({ upload }) => upload !== undefined,
    async (model, real) => {
      const range = rangeFor(model, seed, 2 * pieceGrainBytes)
      if (!range) return
      await real.send(range, Math.floor((range.toByte - range.fromByte) / 2))
      assert.deepEqual((await real.find()).body.have, haveIn(model))
    },
  ),
)

const find = fc.constant(
  command(
    'find',
    () => true,
    async (model, real) => {
      const { status, body } = await real.find()
      assert.equal(status, model.upload ? 200 : 404)
      if (model.upload) assert.deepEqual(body.have, haveIn(model))
    },
  ),
)

const join = fc.nat({ max: 3 }).map((n) =>
  command(
    `join ${n}`,
    () => true,
    async (model, real) => {
      const { status } = await real.join(n)
      if (n === 0) return assert.equal(status, 400)
      if (!model.upload || n > partCount(model.upload.grid)) return assert.equal(status, 404)
      assert.equal(status, canJoin(model, n) ? 204 : 409)
      if (canJoin(model, n)) joinIn(model, n)
    },
  ),
)

const complete = fc.integer({ min: 1, max: 3 }).map((atOnce) =>
  command(
    `complete, ${atOnce} at once`,
    () => true,
    async (model, real) => {
      const answers = await Promise.all(Array.from({ length: atOnce }, () => real.complete()))
      const statuses = new Set(answers.map(({ status }) => status))
      if (model.finishedBytes !== undefined) return assert.deepEqual([...statuses], [202])
      if (!model.upload) return assert.deepEqual([...statuses], [404])
      if (!isComplete(model)) {
        // What can be joined on the way is joined, up to the first hole.
        for (let part = 1; part <= partCount(model.upload.grid) && canJoin(model, part); part += 1)
          joinIn(model, part)
        return assert.deepEqual([...statuses], [409])
      }
      assert.deepEqual([...statuses], [202])
      const { sizeBytes } = model.upload.grid
      assert.equal(await real.state(), 'uploaded')
      assert.ok(await real.holds(sizeBytes), 'other bytes than were sent')
      model.finishedBytes = sizeBytes
      model.upload = undefined
    },
  ),
)

const giveUp = fc.constant(
  command(
    'give up',
    () => true,
    async (model, real) => {
      assert.equal((await real.giveUp()).status, 204)
      if (model.upload) model.ended += 1
      model.upload = undefined
      assert.equal(await real.state(), model.finishedBytes === undefined ? 'draft' : 'uploaded')
    },
  ),
)

const expire = fc.constant(
  command(
    'a week of silence, and another file',
    ({ upload }) => upload !== undefined,
    async (model, real) => {
      await real.expire()
      const sizeBytes = (model.upload?.grid.sizeBytes ?? 0) + 1
      const before = real.uploadId()
      const { status, body } = await real.begin(sizeBytes)
      assert.equal(status, 200)
      assert.notEqual(body.id, before)
      model.ended += 1
      beginIn(model, sizeBytes)
      assert.equal((await real.complete(before)).status, 404)
    },
  ),
)

const foreign = fc.constant(
  command(
    'another upload’s id',
    () => true,
    async (_model, real) => {
      const range = { fromByte: 0, toByte: 1 }
      assert.equal((await real.addressOf(range, randomUUID())).status, 404)
      assert.equal((await real.complete(randomUUID())).status, 404)
    },
  ),
)

const lie = fc.constantFrom('beside the grain', 'too long', 'backwards').map((kind) =>
  command(
    `a range that is ${kind}`,
    ({ upload }) => upload !== undefined,
    async (model, real) => {
      const sizeBytes = model.upload?.grid.sizeBytes ?? 0
      const ranges: Record<string, ByteRange> = {
        'beside the grain': { fromByte: 1, toByte: sizeBytes + 1 },
        'too long': { fromByte: 0, toByte: gridOf(sizeBytes).partBytes + sizeBytes + 1 },
        backwards: { fromByte: 2, toByte: 1 },
      }
      assert.equal((await real.addressOf(ranges[kind] ?? { fromByte: 0, toByte: 0 })).status, 400)
      assert.deepEqual((await real.find()).body.have, haveIn(model))
    },
  ),
)

/** What may be done to one clip's upload. */
export const commands = [begin, send, send, send, cut, find, join, complete, giveUp, expire, foreign, lie]

import { createTestDatabase, testServices } from '@cuepoint/testing'
import { describe, expect, test } from 'vitest'
import { playMatrix } from './matrix.ts'
import { playRights } from './play.ts'
import { gaps, type Row, readTable } from './read-table.ts'
import { type Mode, openStage, type RightsGround, type Stage } from './stage.ts'
import { table } from './table.ts'

// The whole matrix is `npm run suite -- rights`; here its ends: the table is complete, a slice of it holds on every
// line of defence, and a hole in any of them is seen.
const ground: RightsGround = { database: createTestDatabase, s3: testServices().s3 }
const rows = readTable(table)
const rowsOf = (...routes: string[]) => rows.filter((row) => routes.includes(row.route))

test('every route of the router is in the table, and every row of the table is a route', async () => {
  const stage = await openStage(ground, 'both')
  try {
    expect(gaps(rows, stage.test.routes)).toEqual([])
    expect(gaps(rows.slice(1), stage.test.routes)).toEqual([`${rows[0]?.route} is not in the table`])
    expect(gaps(rows, stage.test.routes.slice(1))).toEqual([`${stage.test.routes[0]} is not in the router`])
  } finally {
    await stage.close()
  }
})

test('a slice of the matrix holds with both lines of defence and with each alone', async () => {
  const slice = rowsOf(
    'GET /api/clips',
    'PATCH /api/clips/:clipId',
    'GET /api/reviews/:reviewId',
    'POST /api/reviews/:reviewId/answers',
  )
  const { figures, faults } = await playRights(ground, { rows: slice, completeness: false })
  expect(faults).toEqual([])
  expect(figures.cells).toBe(8 + 3 * 32)
}, 120_000)

describe('a hole is seen', () => {
  const play = async (mode: Mode, rows: readonly Row[], hole?: (stage: Stage) => Promise<unknown>) => {
    const stage = await openStage(ground, mode)
    try {
      await hole?.(stage)
      return await playMatrix(stage, rows)
    } finally {
      await stage.close()
    }
  }

  test('in a policy that lets everyone read', async () => {
    const { foreignRows } = await play('policies-alone', rowsOf('GET /api/clips/:clipId'), ({ owner }) =>
      owner.pool.query('create policy hole on clip for select to cuepoint_api using (true)'),
    )
    expect(foreignRows).toContainEqual(
      expect.stringMatching(/^GET \/api\/clips\/:clipId, coach-revoked, granted: the answer holds clip~/),
    )
  })

  test('in the tables of what is there to watch and of the work on it', async () => {
    const { foreignRows } = await play('policies-alone', rowsOf('GET /api/clips/:clipId'), ({ owner }) =>
      owner.pool.query(`
        create policy hole on clip_file for select to cuepoint_api using (true);
        create policy hole on clip_part for select to cuepoint_api using (true);
        grant select on clip_part to cuepoint_api`),
    )
    for (const table of ['clip_file', 'clip_part'])
      expect(foreignRows).toContainEqual(
        expect.stringMatching(new RegExp(`^${table}, coach-not-granted: a row holds `)),
      )
  })

  test('in a policy that lets everyone write', async () => {
    const { foreignRows } = await play('policies-alone', rowsOf('PATCH /api/clips/:clipId'), ({ owner }) =>
      owner.pool.query('create policy hole on clip for all to cuepoint_api using (true) with check (true)'),
    )
    expect(foreignRows).toContain('PATCH /api/clips/:clipId, lead, foreign: update clip')
  })

  test('in a policy that no route would show, because another one stands beside it', async () => {
    const { foreignRows } = await play('policies-alone', [], ({ owner }) =>
      owner.pool.query('create policy hole on answer_draft for select to cuepoint_api using (true)'),
    )
    expect(foreignRows).toContainEqual(
      expect.stringMatching(/^answer_draft, coach-granted: a row holds draft~/),
    )
  })

  test('where neither the application nor the policies look', async () => {
    const { differences, foreignRows } = await play('neither', rowsOf('PATCH /api/clips/:clipId'))
    expect(differences).toContain(
      'PATCH /api/clips/:clipId, other-program, granted: 200 instead of not-found',
    )
    expect(foreignRows).toContain('PATCH /api/clips/:clipId, coach-granted, granted: update clip')
  })

  test('in a table that says more than is given, or less', async () => {
    const wrong = readTable(
      table.replace(/^(GET +\/api\/clips\/:clipId .*)yy44 yy44 y444/m, '$1yyy4 yy44 y344'),
    ).filter((row) => row.route === 'GET /api/clips/:clipId')
    const { differences } = await play('both', wrong)
    expect(differences.filter((each) => !each.includes('who may is refused'))).toEqual([
      'GET /api/clips/:clipId, coach-not-granted, granted: 404 not-found instead of not-allowed',
      'GET /api/clips/:clipId, owner, foreign: 404 not-found instead of 200',
    ])
  })
})

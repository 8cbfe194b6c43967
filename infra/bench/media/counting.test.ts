import { expect, test } from 'vitest'
import { withWorkers } from './eight-workers.ts'
import { spreadOf } from './medians.ts'
import { parseBusySeconds, parseProcessStat, treeOf, treeSeconds } from './proc-stat.ts'
import { countRounds, inTurn, type Turn, type Variant } from './rounds.ts'
import { othersShare } from './weather.ts'

const stat = (pid: number, parent: number, name: string, ticks: readonly number[]): string =>
  `${pid} (${name}) S ${parent} ${pid} ${pid} 0 -1 4194304 99 0 0 0 ${ticks.join(' ')} 20 0 1 0 143398 3133440`

test('a process’s time is read past whatever its name holds', () => {
  expect(parseProcessStat(stat(42, 7, 'a) b (c', [150, 50, 300, 25]))).toEqual({
    pid: 42,
    parentPid: 7,
    own: 2,
    reaped: 3.25,
  })
  expect(() => parseProcessStat('42 (cut')).toThrow('no stat')
})

test('a tree counts its living and what their ended children used, and nobody else', () => {
  const processes = [
    stat(1, 0, 'init', [900, 0, 900, 0]),
    stat(10, 1, 'node', [100, 0, 400, 0]),
    stat(11, 10, 'nice', [10, 0, 0, 0]),
    stat(12, 11, 'ffmpeg', [0, 90, 0, 0]),
    stat(20, 1, 'other', [500, 0, 0, 0]),
  ].map(parseProcessStat)
  const tree = treeOf(processes, 10)
  expect(tree.map(({ pid }) => pid)).toEqual([10, 11, 12])
  expect(treeSeconds(tree)).toBeCloseTo(6)
})

test('busy is all but idle and waiting for disks, what other machines took included', () => {
  expect(parseBusySeconds('cpu  100 20 30 9999 888 5 5 40 7 7\ncpu0 1 1 1 1 1 1 1 1 1 1\n')).toBe(2)
  expect(() => parseBusySeconds('intr 1 2 3')).toThrow('no line')
})

test('others are what was busy and not ours, as a part of all there was', () => {
  const seen = { busySeconds: 20, ourSeconds: 17, wallSeconds: 10, processors: 2 }
  expect(othersShare(seen)).toBeCloseTo(0.15)
  // The two are counted by different clocks.
  expect(othersShare({ ...seen, ourSeconds: 20.1 })).toBe(0)
})

test('the middle of the rounds and how far they lie apart', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 })
  expect(spreadOf([1, 2, 4, 3])).toEqual({ median: 2.5, least: 1, most: 4 })
  expect(() => spreadOf([])).toThrow('nothing')
})

test('each round begins with another variant', () => {
  expect([0, 1, 2, 3].map((round) => inTurn(['a', 'b', 'c'], round).join(''))).toEqual([
    'abc',
    'bca',
    'cab',
    'abc',
  ])
})

const silent = (): void => undefined
const variant = (name: string, shares: readonly number[]): Variant & { readonly ran: () => number } => {
  let runs = 0
  const run = async (): Promise<Turn> => {
    const othersShare = shares[runs] ?? 0
    runs += 1
    return { othersShare, seen: { cpu: runs } }
  }
  return { name, run, ran: () => runs }
}

test('a round that others disturbed is thrown out and done again, and is told', async () => {
  const [quiet, disturbed] = [variant('quiet', []), variant('disturbed', [0.1, 0.5])]
  const counted = await countRounds([quiet, disturbed], { wanted: 2, repeats: 4 }, silent)
  expect(counted).toMatchObject({ thrownOut: 1, disturbed: 0 })
  expect(counted.rounds).toHaveLength(2)
  expect(disturbed.ran()).toBe(3)
  expect(counted.rounds[1]?.['disturbed']?.['cpu']).toBe(3)
})

test('a machine that never becomes quiet ends the repeats, and the figures say so', async () => {
  const busy = variant('busy', Array<number>(20).fill(0.9))
  const counted = await countRounds([busy], { wanted: 3, repeats: 6 }, silent)
  expect(counted).toMatchObject({ thrownOut: 6, disturbed: 3 })
  expect(counted.rounds).toHaveLength(3)
})

test('parts are dealt to as many workers as there are, with what comes before and after them', () => {
  const part = (n: number, from: number, to: number) => ({ part: n, beganSeconds: from, endedSeconds: to })
  const parts = [part(0, 5, 65), part(1, 65, 125), part(2, 125, 165)]
  const clip = { completeSeconds: 175, parts }
  expect(withWorkers(1, clip)).toBe(175)
  expect(withWorkers(2, clip)).toBe(5 + 100 + 10)
  expect(withWorkers(8, clip)).toBe(5 + 60 + 10)
  expect(() => withWorkers(8, { completeSeconds: 3, parts: [] })).toThrow('parts')
})

test('what takes long has its turn in the first rounds alone', async () => {
  const [short, long] = [variant('short', []), { ...variant('long', []), isLong: true }]
  const counted = await countRounds([short, long], { wanted: 3, repeats: 0, long: 1 }, silent)
  expect([short.ran(), long.ran()]).toEqual([3, 1])
  expect(counted.rounds.map((round) => 'long' in round)).toEqual([true, false, false])
})

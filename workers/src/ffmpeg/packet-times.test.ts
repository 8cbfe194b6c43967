import { expect, test } from 'vitest'
import { createPacketReader } from './packet-times.ts'

const read = (...lines: string[]) => {
  const packets = createPacketReader()
  for (const line of lines) packets.line(line)
  return packets
}

test('times are taken in showing order, and the last picture counts with its length', () => {
  const times = read(
    '0,0.000000,-0.080000,0.040000,100,K_',
    '0,0.120000,-0.040000,0.040000,200,__',
    '',
    '0,0.040000,0.000000,0.040000,300,__',
    '0,0.080000,0.040000,0.040000,400,__',
    '1,0.500000,0.500000,0.020000,500,K_',
  ).times(0)
  expect(times).toMatchObject({ packets: 4, startMs: 0, endMs: 160 })
  expect(times?.frameMs).toBeCloseTo(40)
})

test('what an edit list cuts away does not count', () => {
  expect(
    read('0,-0.500000,-0.500000,0.040000,600,KD', '0,0.000000,0.000000,0.040000,700,K_').times(0),
  ).toMatchObject({
    packets: 1,
    startMs: 0,
    endMs: 40,
  })
})

test('without showing times the order of decoding has to do; without lengths the usual gap', () => {
  const times = read(
    '0,N/A,0.000000,N/A,800,K_',
    '0,N/A,0.100000,N/A,900,__',
    '0,N/A,0.200000,N/A,1000,__',
  ).times(0)
  expect(times?.endMs).toBeCloseTo(300)
})

test('how far it has come is known while it is read', () => {
  const packets = read('0,1.0,1.0,0.04,1100,K_', '0,9.0,9.0,0.04,1200,__')
  expect(packets.spanMs(0)).toBeCloseTo(8_040)
  expect(packets.spanMs(1)).toBe(0)
})

test('a track without packets is no track', () => {
  expect(read('0,0,0,0.04,1300,K_').times(1)).toBeUndefined()
})

test('keyframes, holes and disorder are seen', () => {
  const times = read(
    '0,0.000000,0.000000,0.040000,1400,K_',
    '0,0.040000,0.040000,0.040000,1500,__',
    '0,2.000000,2.000000,0.040000,1600,K_',
    '0,2.040000,1.900000,0.040000,1700,__',
  ).times(0)
  expect(times).toMatchObject({ keyframesMs: [0, 2_000], inOrder: false })
  expect(times?.longestGapMs).toBeCloseTo(1_960)
  expect(read('0,0.0,0.0,0.04,1800,K_', '0,0.04,0.04,0.04,1900,__').times(0)?.inOrder).toBe(true)
})

test('where keyframes lie is told, unless the container does not know of one', () => {
  const known = read('0,0.0,0.0,0.04,48,K_', '0,0.04,0.04,0.04,900,__', '0,0.08,0.08,0.04,1700,K_')
  expect(known.times(0)?.keyframeBytes).toEqual([48, 1_700])
  const unknown = read('0,0.0,0.0,0.04,48,K_', '0,0.04,0.04,0.04,N/A,K_')
  expect(unknown.times(0)?.keyframeBytes).toBeUndefined()
})

test('a group that is open to the one before is seen', () => {
  const open = [
    '0,0.0,0.0,0.04,2000,K_',
    '0,0.16,0.04,0.04,2100,K_',
    '0,0.12,0.08,0.04,2200,__',
    '0,0.20,0.12,0.04,2300,__',
  ]
  expect(read(...open).times(0)?.closed).toBe(false)
  const closed = [
    '0,0.0,0.0,0.04,2400,K_',
    '0,0.08,0.04,0.04,2500,__',
    '0,0.04,0.08,0.04,2600,__',
    '0,0.12,0.12,0.04,2700,K_',
  ]
  expect(read(...closed).times(0)?.closed).toBe(true)
})

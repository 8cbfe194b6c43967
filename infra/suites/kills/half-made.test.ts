import { expect, test } from 'vitest'
import { isCut } from './half-made.ts'

function box(type: string, body: number, claimed = body): Buffer {
  const bytes = Buffer.alloc(8 + body)
  bytes.writeUInt32BE(8 + claimed)
  bytes.write(type, 4, 'latin1')
  return bytes
}

test('a segment is whole when its boxes end where it ends', () => {
  expect(isCut('a.m4s', Buffer.concat([box('moof', 20), box('mdat', 30)]))).toBe(false)
  expect(isCut('a.m4s', Buffer.concat([box('moof', 20), box('mdat', 30, 31)]))).toBe(true)
  expect(isCut('a.m4s', box('moof', 20))).toBe(true)
})

test('a header, a picture and a playlist are whole', () => {
  expect(isCut('a-init.mp4', Buffer.concat([box('ftyp', 4), box('moov', 30)]))).toBe(false)
  expect(isCut('a-init.mp4', box('ftyp', 4))).toBe(true)
  expect(isCut('a.jpg', Buffer.from('ffd8ffd9', 'hex'))).toBe(false)
  expect(isCut('a.jpg', Buffer.from('ffd8ff', 'hex'))).toBe(true)
  expect(isCut('a.m3u8', Buffer.from('#EXTM3U\n'))).toBe(false)
  expect(isCut('a.m3u8', Buffer.from(''))).toBe(true)
})

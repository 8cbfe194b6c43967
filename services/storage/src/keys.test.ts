import { expect, test } from 'vitest'
import {
  clipPrefix,
  createMediaId,
  mediaKey,
  mediaPrefix,
  originalKey,
  parseKey,
  pieceKey,
  piecesPrefix,
} from './keys.ts'

const clipId = '3f1c2c52-7a55-4a5e-9a43-5b0a4f0f9d11'
const uploadId = '9b6f3c1e-0d4c-4a37-8f5e-2f2f9c1d7e20'
const mediaId = createMediaId(2, 'a1b2c3d4e5f60718')

test('every key lies under its clip, so that removing the clip removes it', () => {
  const piece = pieceKey(clipId, uploadId, { fromByte: 0, toByte: 65_536 })
  expect(piece.startsWith(piecesPrefix(clipId, uploadId))).toBe(true)
  for (const key of [originalKey(clipId, uploadId), piece, mediaKey(clipId, mediaId, '720p/3.m4s')])
    expect(key.startsWith(clipPrefix(clipId))).toBe(true)
  expect(mediaKey(clipId, mediaId, 'master.m3u8').startsWith(mediaPrefix(clipId, mediaId))).toBe(true)
})

test('a key says what it stands for', () => {
  expect(parseKey(originalKey(clipId, uploadId))).toEqual({ kind: 'original', clipId, uploadId })
  expect(parseKey(pieceKey(clipId, uploadId, { fromByte: 0, toByte: 65_536 }))).toEqual({
    kind: 'piece',
    clipId,
    uploadId,
    fromByte: 0,
    toByte: 65_536,
  })
  expect(parseKey(mediaKey(clipId, mediaId, '720p/3.m4s'))).toEqual({
    kind: 'media',
    clipId,
    mediaId,
    file: '720p/3.m4s',
  })
})

test.each([
  'clips/x/original/y',
  `clips/${clipId}`,
  `clips/${clipId}/original/${uploadId}/more`,
  `clips/${clipId}/media/${mediaId}`,
  `clips/${clipId}/pieces/${uploadId}/5-5`,
  `clips/${clipId}/pieces/${uploadId}/05-9`,
  `clips/${clipId}/pieces/${uploadId}/0-9/more`,
  `clips/${clipId}/media/${mediaId}/../../other`,
  `other/${clipId}/original/${uploadId}`,
  `clips/${clipId.toUpperCase()}/original/${uploadId}`,
])('%s is not a key of ours', (key) => {
  expect(parseKey(key)).toBeUndefined()
})

test.each([
  '',
  '.',
  '..',
  '../poster.jpg',
  'a/../b',
  'a//b',
  '/a',
  'a/',
  '.hidden',
  'a b',
  'a\\b',
  'a%2fb',
  'a\0b',
  'é.m4s',
  'a/b/c/d',
  'a'.repeat(101),
])('the file name %j leads nowhere', (file) => {
  expect(() => mediaKey(clipId, mediaId, file)).toThrow(RangeError)
})

test.each([`${clipId}/..`, '..', '', `${clipId}\n`])('%j is no clip', (id) => {
  expect(() => clipPrefix(id)).toThrow(RangeError)
  expect(() => originalKey(clipId, id)).toThrow(RangeError)
})

test.each([
  [5, 5],
  [9, 5],
  [-1, 5],
  [0, 1.5],
  [0, Number.NaN],
])('there is no piece from %s to %s', (fromByte, toByte) => {
  expect(() => pieceKey(clipId, uploadId, { fromByte, toByte })).toThrow(RangeError)
})

test.each([
  [0, 'a1b2c3d4e5f60718'],
  [1.5, 'a1b2c3d4e5f60718'],
  [1, 'abc'],
  [1, 'A1B2C3D4E5F60718'],
])('attempt %s with %j makes no media id', (attempt, randomHex) => {
  expect(() => createMediaId(attempt, randomHex)).toThrow(RangeError)
})

import { expect, test } from 'vitest'
import { inputArgs, localFile, ownReader } from './accepted-input.ts'

const limits = { maxPixels: 1_000, maxStreams: 7 }
const valueOf = (args: readonly string[], name: string): string | undefined => args[args.indexOf(name) + 1]

test.each([
  [localFile('/scratch/one/original'), 'file'],
  [ownReader('http://127.0.0.1:40123/0123456789abcdef'), 'http,tcp'],
  [ownReader('http://127.0.0.1:1/a/b-c_d'), 'http,tcp'],
])('%s is read by %s and nothing else', (source, protocols) => {
  expect(valueOf(inputArgs(limits, source), '-protocol_whitelist')).toBe(protocols)
})

test.each([
  'http://127.0.0.1/token',
  'http://127.0.0.1:0/token',
  'http://127.0.0.1:65536/token',
  'http://127.0.0.1:80@school.example/token',
  'http://127.0.0.1:8080/',
  'http://127.0.0.1:8080/a/../b',
  'http://127.0.0.1:8080/a?b',
  'http://127.0.0.2:8080/token',
  'http://localhost:8080/token',
  'https://127.0.0.1:8080/token',
  'http://school.example/lesson.mp4',
  'concat:/a|/b',
  '/scratch/one/original',
  'file:original',
  '-i',
])('%s is no input', (source) => {
  expect(() => inputArgs(limits, source)).toThrow('own reader')
})

test('a file is named by its whole path, whatever signs are in it', () => {
  expect(localFile('/a/-i concat:b|c.mp4')).toBe('file:/a/-i concat:b|c.mp4')
  expect(() => localFile('a.mp4')).toThrow('whole path')
  expect(() => localFile('http://school.example/a.mp4')).toThrow('whole path')
})

test('what phones and cameras write may be read; what names other files or was never asked for may not', () => {
  const args = inputArgs(limits, localFile('/a'))
  const formats = valueOf(args, '-format_whitelist')?.split(',')
  const codecs = valueOf(args, '-codec_whitelist')?.split(',')
  for (const name of ['mov', 'mp4', 'matroska', 'webm', 'avi', 'mpegts', 'mpeg'])
    expect(formats).toContain(name)
  for (const name of ['hls', 'dash', 'concat', 'image2', 'sdp', 'rtsp', 'imf', 'vobsub', 'lavfi', 'tty'])
    expect(formats).not.toContain(name)
  for (const name of ['h264', 'hevc', 'vp9', 'libdav1d', 'aac', 'opus', 'mov_text'])
    expect(codecs).toContain(name)
  for (const name of ['magicyuv', 'cinepak', 'ffv1', 'rasc', 'tiff', 'exr', 'gif', 'svg'])
    expect(codecs).not.toContain(name)
})

test('what it may ask for of this machine is bounded', () => {
  const args = inputArgs(limits, localFile('/a'))
  expect(valueOf(args, '-max_pixels')).toBe('1000')
  expect(valueOf(args, '-max_streams')).toBe('7')
  expect(Number(valueOf(args, '-max_alloc'))).toBeLessThanOrEqual(256 * 1024 ** 2)
  // ffmpeg takes the last of a kind, so none may stand twice.
  const names = args.filter((word) => word.startsWith('-'))
  expect(new Set(names).size).toBe(names.length)
})

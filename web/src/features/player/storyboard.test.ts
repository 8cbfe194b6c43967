import { describe, expect, test } from 'vitest'
import { parseStoryboard, pictureAt } from './storyboard.ts'

const url = 'https://cuepoint.example/api/clips/1/media/2/storyboard.vtt'
const file = (...cues: string[]) => ['WEBVTT', '', ...cues].join('\n')
const cue = (from: string, to: string, text: string) => `${from} --> ${to}\n${text}\n`

describe('parseStoryboard', () => {
  test('reads pieces of sheets beside the file, with and without hours, names and settings', () => {
    const text = [
      '\uFEFFWEBVTT - made by Cuepoint',
      '',
      'NOTE pictures every five seconds',
      '',
      'first',
      '00:00.000 --> 00:05.000 align:start',
      'sheet-1.jpg#xywh=0,0,160,90',
      '',
      '01:00:05.500 --> 01:00:10.000',
      'sheets/2.jpg#xywh=160,90,160,90',
    ].join('\r\n')
    expect(parseStoryboard(text, url)).toEqual([
      {
        fromMs: 0,
        sheetUrl: 'https://cuepoint.example/api/clips/1/media/2/sheet-1.jpg',
        x: 0,
        y: 0,
        width: 160,
        height: 90,
      },
      {
        fromMs: 3_605_500,
        sheetUrl: 'https://cuepoint.example/api/clips/1/media/2/sheets/2.jpg',
        x: 160,
        y: 90,
        width: 160,
        height: 90,
      },
    ])
  })

  test.each([
    ['another origin', 'https://elsewhere.example/a.jpg#xywh=0,0,160,90'],
    ['an origin without a scheme', '//elsewhere.example/a.jpg#xywh=0,0,160,90'],
    ['a picture inside the address', 'data:image/png;base64,AAAA#xywh=0,0,1,1'],
    ['a script', 'javascript:alert(1)#xywh=0,0,1,1'],
    ['a picture without a size', 'a.jpg#xywh=0,0,0,90'],
    ['a picture larger than a screen', 'a.jpg#xywh=0,0,9000,9000'],
    ['a sheet without end', 'a.jpg#xywh=99999,0,160,90'],
    ['a whole sheet', 'a.jpg'],
    ['words', 'Good morning, class.'],
  ])('leaves out %s', (_, text) => {
    expect(parseStoryboard(file(cue('00:00.000', '00:05.000', text)), url)).toEqual([])
  })

  test('is not misled by another kind of file, and stops at the end of patience', () => {
    expect(parseStoryboard('<!doctype html><p>00:00.000 --> 00:05.000', url)).toEqual([])
    expect(parseStoryboard('', url)).toEqual([])
    const endless = file(...Array(7000).fill(cue('00:00.000', '00:05.000', 'a.jpg#xywh=0,0,160,90')))
    expect(parseStoryboard(endless, url)).toHaveLength(6000)
  })
})

test('pictureAt finds the picture of a moment, whatever the order in the file', () => {
  const pictures = parseStoryboard(
    file(
      cue('00:05.000', '00:10.000', 'b.jpg#xywh=0,0,160,90'),
      cue('00:00.000', '00:05.000', 'a.jpg#xywh=0,0,160,90'),
      cue('00:10.000', '00:15.000', 'c.jpg#xywh=0,0,160,90'),
    ),
    url,
  )
  const nameAt = (atMs: number) => pictureAt(pictures, atMs)?.sheetUrl.at(-5)
  expect([0, 4999, 5000, 9999, 10_000, 99_999].map(nameAt)).toEqual(['a', 'a', 'b', 'b', 'c', 'c'])
  expect(pictureAt([], 0)).toBeUndefined()
})

import { afterEach, expect, test, vi } from 'vitest'
import { recordingKind, startRecorder } from './recorder.ts'

afterEach(() => vi.unstubAllGlobals())

/** A MediaRecorder that does what a test says. */
class Recorder extends EventTarget {
  static supported: readonly string[] = []
  static isTypeSupported = (type: string) => Recorder.supported.includes(type)
  static latest: Recorder
  state = 'inactive'
  constructor() {
    super()
    Recorder.latest = this
  }
  start() {
    this.state = 'recording'
  }
  pause() {
    this.state = 'paused'
  }
  resume() {
    this.state = 'recording'
  }
  stop() {
    this.state = 'inactive'
    this.give('the last piece')
    this.dispatchEvent(new Event('stop'))
  }
  give(text: string) {
    this.dispatchEvent(Object.assign(new Event('dataavailable'), { data: new Blob([text]) }))
  }
}

function recording() {
  vi.stubGlobal('MediaRecorder', Recorder)
  const track = new EventTarget()
  const pieces: Blob[] = []
  let now = 0
  const ended = vi.fn<() => void>()
  const recorder = startRecorder({
    stream: { getTracks: () => [track] } as unknown as MediaStream,
    onPiece: (piece) => pieces.push(piece),
    onEnded: ended,
    nowMs: () => now,
  })
  return { recorder, track, pieces, ended, after: (ms: number) => void (now += ms) }
}

test('what was paused does not count, and stopping gives the last piece', async () => {
  const { recorder, pieces, ended, after } = recording()
  after(4_000)
  Recorder.latest.give('a piece')
  recorder.pause()
  after(60_000)
  recorder.resume()
  after(1_500)
  await recorder.stop()
  after(5_000)
  expect(recorder.recordedMs()).toBe(5_500)
  expect(await Promise.all(pieces.map((piece) => piece.text()))).toEqual(['a piece', 'the last piece'])
  expect(ended).not.toHaveBeenCalled()
})

test('a camera that is taken away ends it with what there is', () => {
  const { track, pieces, ended } = recording()
  track.dispatchEvent(new Event('ended'))
  expect(pieces).toHaveLength(1)
  expect(ended).toHaveBeenCalledTimes(1)
})

test.each([
  [['video/webm;codecs=vp8,opus'], 'webm'],
  [['video/mp4;codecs=avc1.42E01F,opus', 'video/webm;codecs=vp8,opus'], 'mp4'],
  [['video/webm;codecs=h264,opus', 'video/mp4;codecs=avc1.42E01F,opus'], 'webm'],
  [[], 'webm'],
])('of %j the first that can be shown as it is makes a file of %s', (supported, extension) => {
  vi.stubGlobal('MediaRecorder', Recorder)
  Recorder.supported = supported
  expect(recordingKind()).toMatchObject({ type: supported[0], extension })
})

/**
 * What a browser may record, best first. H.264 is shown without being encoded once more, and phones have hardware for
 * it; VP8 is what software still encodes in time. WebM before MP4, because Chromium hands out an MP4 only from keyframe
 * to keyframe, and what was not handed out is lost in a crash. A browser that knows none of them by name chooses itself.
 */
const kinds = [
  'video/webm;codecs=h264,opus',
  'video/mp4;codecs=avc1.42E01F,mp4a.40.2',
  'video/mp4;codecs=avc1.42E01F,opus',
  'video/webm;codecs=vp8,opus',
]
/** A crash loses at most what was not handed out yet, and the pieces are still large enough to cost nothing. */
const PIECE_MS = 1_000
/** As often, so that an MP4 comes in such pieces too. Browsers that do not know the option leave it out. */
const KEYFRAME_MS = 1_000
/** 720 lines of a room that hardly moves; a lesson of three minutes has some 40 MB. */
const VIDEO_BITS_PER_SECOND = 1_700_000
const AUDIO_BITS_PER_SECOND = 96_000

/** What a lesson is filmed with: sideways, fluent, and with the sound of the room as it is. */
export const wantedMedia = (facing: 'environment' | 'user'): MediaStreamConstraints => ({
  video: {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30, max: 30 },
    facingMode: facing,
  },
  // Made for calls, these take the children at the back for noise.
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: true },
})

export const canRecord = (): boolean =>
  typeof MediaRecorder === 'function' && typeof navigator.mediaDevices?.getUserMedia === 'function'

/** MIME type and the ending of a file's name. */
export function recordingKind(): { readonly type: string | undefined; readonly extension: string } {
  const type = kinds.find((kind) => MediaRecorder.isTypeSupported(kind))
  return { type, extension: type?.startsWith('video/webm') === false ? 'mp4' : 'webm' }
}

export type Recorder = {
  pause(): void
  resume(): void
  /** Resolves once the last piece was given. */
  stop(): Promise<void>
  /** Recorded so far, without what was paused. */
  recordedMs(): number
}

/** Records until it is stopped, or until camera or microphone are taken away, which `onEnded` tells. */
export function startRecorder({
  stream,
  onPiece,
  onEnded,
  nowMs,
}: {
  readonly stream: MediaStream
  readonly onPiece: (piece: Blob) => void
  readonly onEnded: () => void
  readonly nowMs: () => number
}): Recorder {
  const { type } = recordingKind()
  const options: MediaRecorderOptions & { videoKeyFrameIntervalDuration: number } = {
    ...(type !== undefined && { mimeType: type }),
    videoBitsPerSecond: VIDEO_BITS_PER_SECOND,
    audioBitsPerSecond: AUDIO_BITS_PER_SECOND,
    videoKeyFrameIntervalDuration: KEYFRAME_MS,
  }
  const recorder = new MediaRecorder(stream, options)
  let beforeMs = 0
  let sinceMs: number | undefined
  const hold = (): void => {
    if (sinceMs !== undefined) beforeMs += nowMs() - sinceMs
    sinceMs = undefined
  }
  const stopped = new Promise<void>((resolve) => {
    recorder.addEventListener('stop', () => {
      hold()
      resolve()
    })
  })
  recorder.addEventListener('dataavailable', ({ data }) => {
    if (data.size > 0) onPiece(data)
  })
  let isWanted = true
  // A call comes in, or the cable is pulled: the browser stops by itself, with what it has.
  recorder.addEventListener('stop', () => {
    if (isWanted) onEnded()
  })
  for (const track of stream.getTracks())
    track.addEventListener('ended', () => {
      if (recorder.state !== 'inactive') recorder.stop()
    })
  recorder.start(PIECE_MS)
  sinceMs = nowMs()
  return {
    pause: () => {
      recorder.pause()
      hold()
    },
    resume: () => {
      recorder.resume()
      sinceMs = nowMs()
    },
    stop: async () => {
      isWanted = false
      if (recorder.state !== 'inactive') recorder.stop()
      await stopped
    },
    recordedMs: () => beforeMs + (sinceMs === undefined ? 0 : nowMs() - sinceMs),
  }
}

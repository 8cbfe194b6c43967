/*
 * Runs in a browser: counts what a person would notice. A stall is a stretch in which the picture should move and does
 * not; that a look at it saw no movement is asked for, because a busy page looks late.
 */
const STALL_MS = 250

globalThis.watchVideo = (video) => {
  const seen = { stalls: [], errors: [], flashes: [], started: false, ended: false, atSeconds: 0 }
  let lastMoveMs = 0
  let stall
  video.addEventListener('playing', () => {
    if (!seen.started) lastMoveMs = performance.now()
    seen.started = true
  })
  video.addEventListener('error', () => seen.errors.push(`element: ${video.error?.message}`))
  video.addEventListener('ended', () => {
    seen.ended = true
  })
  const timer = setInterval(() => {
    const nowMs = performance.now()
    if (video.currentTime !== seen.atSeconds || video.ended || !seen.started) {
      seen.atSeconds = video.currentTime
      lastMoveMs = nowMs
      stall = undefined
    } else if (nowMs - lastMoveMs > STALL_MS) {
      if (!stall) {
        stall = { atSeconds: video.currentTime, ms: 0, ready: video.readyState, buffered: ranges(video) }
        seen.stalls.push(stall)
      }
      stall.ms = Math.round(nowMs - lastMoveMs)
    }
  }, 20)
  const canvas = new OffscreenCanvas(8, 8)
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  const look = (_nowMs, { mediaTime }) => {
    pen.drawImage(video, 0, 0, 8, 8)
    const { data } = pen.getImageData(0, 0, 8, 8)
    const light = data.reduce((sum, each) => sum + each, 0) / data.length
    // A second apart are two flashes; nearer it is the same one, still white.
    if (light > 220 && mediaTime - (seen.flashes.at(-1) ?? -1) > 0.5) seen.flashes.push(mediaTime)
    video.requestVideoFrameCallback(look)
  }
  video.requestVideoFrameCallback(look)
  seen.stop = () => clearInterval(timer)
  return seen
}

function ranges({ buffered }) {
  return Array.from(
    { length: buffered.length },
    (_, i) => `${buffered.start(i).toFixed(2)}-${buffered.end(i).toFixed(2)}`,
  ).join(' ')
}

/** All that can be said when it is over. */
globalThis.summed = (video, seen, taken) => {
  seen.stop()
  const { droppedVideoFrames, totalVideoFrames } = video.getVideoPlaybackQuality()
  return {
    stalls: seen.stalls,
    errors: seen.errors,
    flashes: seen.flashes,
    started: seen.started,
    ended: seen.ended,
    atSeconds: video.currentTime,
    durationSeconds: video.duration,
    droppedFrames: droppedVideoFrames,
    frames: totalVideoFrames,
    soundBytes: video.webkitAudioDecodedByteCount ?? 0,
    taken,
  }
}

/** Resolves when it has ended or broken, or when the limit is reached. */
globalThis.untilOver = async (seen, limitMs) => {
  const endsMs = performance.now() + limitMs
  while (!seen.ended && seen.errors.length === 0 && performance.now() < endsMs)
    await new Promise((resolve) => setTimeout(resolve, 50))
  if (!seen.ended && seen.errors.length === 0) seen.errors.push('did not reach its end in time')
}

/**
 * Which rendition the segment after `count` others is taken from, of `levels` that are sorted from the smallest: far up
 * and far down in turn, so that each is come to from above and from below.
 */
globalThis.forcedLevel = (count, levels) => {
  const step = Math.floor(count / 2) % levels
  return count % 2 === 0 ? step : levels - 1 - (step === levels - 1 - step ? (step + 1) % levels : step)
}

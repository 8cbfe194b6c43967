/* Runs in a browser: hls.js plays a ladder and is made to take each segment from another rendition. */
globalThis.playLadder = async ({ url, sound, limitMs, untilSeconds }) => {
  const { Hls, watchVideo, untilOver, summed, forcedLevel } = globalThis
  const video = document.querySelector('video')
  const seen = watchVideo(video)
  const hls = new Hls({
    maxBufferLength: 5,
    maxMaxBufferLength: 8,
    startLevel: 0,
    testBandwidth: false,
    startFragPrefetch: false,
  })
  const taken = []
  const { FRAG_LOADED, FRAG_BUFFERED, AUDIO_TRACKS_UPDATED, ERROR } = Hls.Events
  // Its own names for what it gives up on purpose, and for a stall, which is counted here by looking.
  const harmless = ['aborted', 'bufferStalledError']
  hls.on(ERROR, (_event, { fatal, details, reason, error }) => {
    if (fatal || !harmless.includes(details)) seen.errors.push(`${details} ${reason ?? error?.message ?? ''}`)
  })
  const ofPictures = ({ type, sn }) => type === 'main' && sn !== 'initSegment'
  hls.on(FRAG_LOADED, (_event, { frag }) => {
    if (ofPictures(frag) && hls.levels.length > 1)
      hls.loadLevel = forcedLevel(frag.sn + 1 - hls.levels[frag.level].details.startSN, hls.levels.length)
  })
  hls.on(FRAG_BUFFERED, (_event, { frag }) => {
    if (!ofPictures(frag)) return
    const { height, width } = hls.levels[frag.level]
    taken.push({ rendition: Math.min(width, height) || 0, segment: frag.sn, fromSeconds: frag.start })
  })
  let sounds = 0
  hls.on(AUDIO_TRACKS_UPDATED, (_event, { audioTracks }) => {
    sounds = audioTracks.length
    if (sound > 0 && sound < sounds) hls.audioTrack = sound
  })
  video.autoplay = true
  hls.loadSource(url)
  hls.attachMedia(video)
  if (untilSeconds !== undefined)
    video.addEventListener('timeupdate', () => {
      if (video.currentTime >= untilSeconds) seen.ended = true
    })
  await untilOver(seen, limitMs)
  const result = { ...summed(video, seen, taken), sounds, sound: hls.audioTrack }
  hls.destroy()
  return result
}

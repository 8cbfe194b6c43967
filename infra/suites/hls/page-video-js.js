/* oxlint-disable eslint/no-underscore-dangle -- the engine's own parts have such names, and are forced here */
/* Runs in a browser: video.js plays a ladder and is made to take each segment from another rendition. */
globalThis.playLadder = async ({ url, sound, limitMs, untilSeconds }) => {
  const { videojs, watchVideo, untilOver, summed, forcedLevel } = globalThis
  Object.assign(videojs.Vhs, { GOAL_BUFFER_LENGTH: 5, MAX_GOAL_BUFFER_LENGTH: 8 })
  videojs.log.level('off')
  const player = videojs(document.querySelector('video'), {
    children: ['mediaLoader'],
    preload: 'auto',
    html5: {
      nativeAudioTracks: false,
      nativeVideoTracks: false,
      vhs: {
        overrideNative: true,
        limitRenditionByPlayerDimensions: false,
        enableLowInitialPlaylist: true,
        useNetworkInformationApi: false,
      },
    },
  })
  const video = player.el().querySelector('video')
  const seen = watchVideo(video)
  player.on('error', () => seen.errors.push(`video.js: ${player.error()?.message}`))
  player.src({ src: url, type: 'application/vnd.apple.mpegurl' })
  const vhs = await thereSoon(() => player.tech(true)?.vhs)
  const controller = vhs.playlistController_
  let count = 0
  const wanted = () => {
    const all = (controller.main()?.playlists ?? []).toSorted(
      (a, b) => a.attributes.BANDWIDTH - b.attributes.BANDWIDTH,
    )
    return all.length > 1 ? all[forcedLevel(count, all.length)] : all[0]
  }
  controller.selectPlaylist = wanted
  controller.selectInitialPlaylist = wanted
  // Its own choice waits for a full buffer before it goes up; here the ladder is tried and not the choosing.
  controller.shouldSwitchToMedia_ = (next) => next !== controller.media()
  const loader = controller.mainSegmentLoader_
  let appended = false
  // Forced elsewhere before it knows the first rendition, it would wait for that for ever.
  let begun = false
  loader.on('appendsdone', () => {
    appended = true
  })
  // Follows each segment that has come to the buffer, and comes at other times too.
  loader.on('syncinfoupdate', () => {
    if (!appended || !begun) return
    appended = false
    count += 1
    if (wanted() === controller.media()) return
    // It would fetch on from the old one until it has the new one's playlist; the change itself sets it going again.
    loader.pause()
    setTimeout(() => controller.checkABR_('judge'))
  })
  await new Promise((resolve, reject) => {
    player.one('loadedmetadata', resolve)
    setTimeout(() => reject(new Error('video.js never knew what it plays')), limitMs)
  })
  begun = true
  const tracks = player.audioTracks()
  if (sound > 0 && sound < tracks.length)
    for (let i = 0; i < tracks.length; i += 1) tracks[i].enabled = i === sound
  await Promise.resolve(player.play()).catch((error) => seen.errors.push(String(error)))
  if (untilSeconds !== undefined)
    video.addEventListener('timeupdate', () => {
      if (video.currentTime >= untilSeconds) seen.ended = true
    })
  const taken = []
  const texts = player.textTracks()
  const note = () => {
    const track = Array.from({ length: texts.length }, (_, i) => texts[i]).find(
      ({ label }) => label === 'segment-metadata',
    )
    for (const cue of track?.cues ? Array.from({ length: track.cues.length }, (_, i) => track.cues[i]) : []) {
      const { resolution, uri } = cue.value
      if (taken.some((each) => each.segment === uri)) continue
      taken.push({
        rendition: Math.min(resolution?.width ?? 0, resolution?.height ?? 0),
        segment: uri,
        fromSeconds: cue.startTime,
      })
    }
  }
  const noting = setInterval(note, 200)
  await untilOver(seen, limitMs)
  clearInterval(noting)
  note()
  const chosen = Array.from({ length: tracks.length }, (_, i) => tracks[i]).findIndex(
    ({ enabled }) => enabled,
  )
  const result = { ...summed(video, seen, taken), sounds: tracks.length, sound: chosen }
  player.dispose()
  return result
}

async function thereSoon(find) {
  for (;;) {
    const found = find()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

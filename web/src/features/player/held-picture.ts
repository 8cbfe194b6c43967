/** Keeps the last picture on the screen while the clip is loaded anew beneath it. */
export function createHeldPicture(place: HTMLElement) {
  let canvas: HTMLCanvasElement | undefined
  return {
    hold(video: HTMLVideoElement | null) {
      if (canvas || !video || video.videoWidth === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA)
        return
      const made = document.createElement('canvas')
      made.width = video.videoWidth
      made.height = video.videoHeight
      try {
        made.getContext('2d')?.drawImage(video, 0, 0)
      } catch {
        // A browser that does not let its picture be copied shows a dark one for a moment.
        return
      }
      canvas = made
      place.append(made)
    },
    release() {
      canvas?.remove()
      canvas = undefined
    },
  }
}

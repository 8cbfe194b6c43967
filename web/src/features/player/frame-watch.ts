/**
 * Calls back frame by frame while a clip plays, so that a prompt's pause is on its picture and not a quarter of a
 * second later. A browser without frames to tell of is left to the slower `timeupdate`.
 */
export function createFrameWatch(
  video: () => HTMLVideoElement | null,
  goesOn: () => boolean,
  shown: () => void,
) {
  let watching = false
  return {
    start() {
      const element = video()
      if (watching || !element || !('requestVideoFrameCallback' in element)) return
      watching = true
      const next = () => {
        shown()
        if (goesOn()) element.requestVideoFrameCallback(next)
        else watching = false
      }
      element.requestVideoFrameCallback(next)
    },
  }
}

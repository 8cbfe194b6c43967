/** Fetches the player, once; a failed fetch may be repeated. */
export function loadPlayer() {
  // video.js reads this while it is being evaluated: the player is styled by our own sheet, and the page's policy
  // allows no injected ones.
  Object.assign(window, { VIDEOJS_NO_DYNAMIC_STYLE: true })
  return import('./clip-player.tsx')
}

// video.js reads this while it is being loaded. The player is styled by our own sheet, and the page's policy does
// not allow injected ones.
Object.assign(window, { VIDEOJS_NO_DYNAMIC_STYLE: true })

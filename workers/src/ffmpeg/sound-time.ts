/** Of everything that we encode. */
export const soundRate = 48_000

/** Samples in one packet of AAC, and those that its encoder puts before the first (ISO 14496-3, 4.5.2.1: one frame). */
export const packetSamples = 1_024

/** Pieces that are this far off their time are put right at once; a smaller difference is stretched away, unheard. */
const OFF_AT_MOST_SECONDS = 0.03

/**
 * Sound on the clip's own time: holes filled, and its start where it belongs, or it would run ahead of the lips. Left
 * alone ffmpeg stretches holes of up to a tenth of a second over the seconds that follow, which lips show.
 */
export const onClipTime = `aresample=${soundRate}:async=1000:min_hard_comp=${OFF_AT_MOST_SECONDS}:first_pts=0`

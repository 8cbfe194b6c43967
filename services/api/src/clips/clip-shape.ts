import type { Clip, ClipMedia } from '@cuepoint/contracts'
import type { ClipDetails } from '@cuepoint/db'
import { mediaUrl } from '../http/media-url.ts'

/** A row as its page shows it. `level` is what the reader may do. */
export function clipShape(clip: ClipDetails, readerId: string, level: Clip['level']): Clip {
  return {
    id: clip.id,
    programId: clip.program_id,
    owner: { id: clip.owner_id, name: clip.owner_name },
    mine: clip.owner_id === readerId,
    level,
    title: clip.title,
    note: clip.note,
    state: clip.state,
    stateSince: clip.state_since.toISOString(),
    // A reason is kept while another file is on its way; it is said only where it is the state.
    rejectReason: clip.state === 'rejected' ? clip.reject_reason : null,
    failReason: clip.state === 'failed' ? clip.fail_reason : null,
    retryable: clip.state === 'failed' && clip.retryable,
    progressPercent: clip.progress_percent,
    remainingMs: clip.remaining_ms,
    sizeBytes: clip.size_bytes,
    media: mediaShape(clip),
    positionMs: clip.position_ms ?? 0,
    createdAt: clip.created_at.toISOString(),
  }
}

function mediaShape(clip: ClipDetails): ClipMedia | null {
  const { media, media_id: mediaId } = clip
  if (clip.state !== 'ready' || media === null || mediaId === null) return null
  const urlOf = (file: string | undefined) => (file === undefined ? null : mediaUrl(clip.id, mediaId, file))
  return {
    playlistUrl: mediaUrl(clip.id, mediaId, media.playlist),
    posterUrl: mediaUrl(clip.id, mediaId, media.poster),
    durationMs: clip.duration_ms ?? 0,
    width: media.width,
    height: media.height,
    framesPerSecond: media.framesPerSecond,
    hasAudio: media.hasAudio,
    renditions: media.renditions.map(({ name, width, height, bandwidth }) => ({
      name,
      width,
      height,
      bandwidth,
    })),
    listenUrl: urlOf(media.listen),
    storyboardUrl: urlOf(media.storyboard),
    peaksUrl: urlOf(media.peaks),
    // What was published before there was a choice carries the one sound it was filmed with.
    sounds: media.sounds ?? (media.hasAudio ? ['original'] : []),
    complete: !clip.unfinished,
    partly: clip.unfinished && media.partly === true,
    damaged: media.damaged === true,
  }
}

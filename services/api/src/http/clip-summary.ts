import type { ClipSummary } from '@cuepoint/contracts'
import type { ClipListing } from '@cuepoint/db'
import { posterUrl } from './poster-url.ts'

/** A clip as lists show it. */
export function clipSummaryShape(clip: ClipListing, readerId: string): ClipSummary {
  return {
    id: clip.id,
    programId: clip.program_id,
    owner: { id: clip.owner_id, name: clip.owner_name },
    mine: clip.owner_id === readerId,
    title: clip.title,
    state: clip.state,
    stateSince: clip.state_since.toISOString(),
    progressPercent: clip.progress_percent,
    posterUrl: posterUrl({ id: clip.id, mediaId: clip.media_id, media: clip.media }),
    durationMs: clip.duration_ms,
    createdAt: clip.created_at.toISOString(),
  }
}

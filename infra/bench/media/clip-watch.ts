import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from 'pg'
import { type SaidLeft, worstOfTold } from './minutes-left.ts'

/** Until it can be watched every moment counts; after that it is minutes, and looking must cost nothing. */
const LOOK_MS = 20
const LOOK_LATER_MS = 200

export type PartTime = { readonly part: number; readonly beganSeconds: number; readonly endedSeconds: number }

/** All in seconds from the moment at which a worker claimed the clip. */
export type ClipTimes = {
  readonly watchableSeconds: number
  /** Undefined where nobody waited for it. */
  readonly completeSeconds: number | undefined
  readonly parts: readonly PartTime[]
  /** How far off the time left was that it told, at worst; of the first rendition and of the rest. */
  readonly leftError: number | undefined
}

type Look = {
  readonly state: string
  readonly why: string | null
  readonly unfinished: boolean
  /** In the database's own time, both. */
  readonly since: number
  readonly now: number
  readonly left: number | null
  readonly parts: readonly { readonly part: number; readonly state: string }[] | null
}

const question = `
  select state, coalesce(reject_reason, fail_reason) as why, unfinished,
    extract(epoch from state_since)::float8 as since, extract(epoch from clock_timestamp())::float8 as now,
    remaining_ms / 1000.0::float8 as left,
    (select json_agg(json_build_object('part', part, 'state', clip_part.state)) from clip_part
      where clip_part.clip_id = clip.id and clip_part.media_id = clip.media_id) as parts
  from clip where id = $1`

/** Follows a clip until it can be watched, or until it is complete. Rejects when it is refused or fails, or too slow. */
export async function followClip(
  database: Client,
  clipId: string,
  until: 'watchable' | 'complete',
  limitSeconds: number,
): Promise<ClipTimes> {
  const started = performance.now()
  const parts = new Map<number, { began: number; ended?: number }>()
  const said: SaidLeft[] = []
  let left: number | null = null
  let claimed: number | undefined
  let watchable: number | undefined
  for (;;) {
    const { rows } = await database.query<Look>(question, [clipId])
    const [look] = rows
    if (look === undefined) throw new Error('the clip is gone')
    if (look.state === 'processing') claimed ??= look.since
    if (['rejected', 'failed'].includes(look.state)) throw new Error(`the clip is ${look.state}: ${look.why}`)
    if (look.state === 'ready') watchable ??= look.now
    if (look.left !== null && look.left !== left) said.push({ atSeconds: look.now, leftSeconds: look.left })
    left = look.left
    for (const { part, state } of look.parts ?? []) noteWork(parts, part, state, look.now)
    if (watchable !== undefined && (until === 'watchable' || !look.unfinished)) {
      if (claimed === undefined) throw new Error('the moment of the claim was missed')
      return timesOf(
        claimed,
        watchable,
        until === 'complete' ? look.now : undefined,
        { parts, said },
        look.now,
      )
    }
    if (performance.now() - started > limitSeconds * 1_000)
      throw new Error(`the clip is still ${look.state} after ${limitSeconds} s`)
    await delay(watchable === undefined ? LOOK_MS : LOOK_LATER_MS)
  }
}

function noteWork(
  parts: Map<number, { began: number; ended?: number }>,
  part: number,
  state: string,
  now: number,
): void {
  if (state === 'running' && !parts.has(part)) parts.set(part, { began: now })
  const work = parts.get(part)
  if (state === 'done' && work) work.ended ??= now
}

function timesOf(
  claimed: number,
  watchable: number,
  complete: number | undefined,
  {
    parts,
    said,
  }: { parts: ReadonlyMap<number, { began: number; ended?: number }>; said: readonly SaidLeft[] },
  last: number,
): ClipTimes {
  const restBegan = Math.min(...[...parts.values()].map(({ began }) => began), complete ?? last)
  return {
    watchableSeconds: watchable - claimed,
    completeSeconds: complete === undefined ? undefined : complete - claimed,
    // The rows go with the finish: a part nobody saw end had ended by then.
    parts: [...parts].map(([part, { began, ended = last }]) => ({
      part,
      beganSeconds: began - claimed,
      endedSeconds: ended - claimed,
    })),
    leftError:
      complete === undefined
        ? undefined
        : Math.max(worstOfTold(said, claimed, restBegan), worstOfTold(said, restBegan, complete)),
  }
}

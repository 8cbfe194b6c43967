import { statesBefore } from '@cuepoint/domain'
import type { Tx } from './client.ts'
import { enqueue } from './outbox-repository.ts'
import type { Row } from './schema.ts'
import { inSeconds, rightNow } from './seconds.ts'

// All but the plan, which is the worker's.
const columns = [
  'clip.id',
  'clip.program_id',
  'clip.owner_id',
  'clip.title',
  'clip.note',
  'clip.state',
  'clip.state_since',
  'clip.attempt',
  'clip.reject_reason',
  'clip.fail_reason',
  'clip.retryable',
  'clip.progress_percent',
  'clip.original_key',
  'clip.content_type',
  'clip.size_bytes',
  'clip.media_id',
  'clip.media',
  'clip.duration_ms',
  'clip.unfinished',
  'clip.remaining_ms',
  'clip.created_at',
] as const

type Listed = (typeof columns)[number] extends `clip.${infer Column}` ? Column : never
export type ClipListing = Pick<Row<'clip'>, Listed> & { owner_name: string }
/** A clip as its page shows it to one reader. */
export type ClipDetails = ClipListing & { position_ms: number | null }

/** The new clip's id; undefined where the wanted one is taken. */
export async function createClip(
  tx: Tx,
  values: { id?: string | undefined; programId: string; ownerId: string; title: string; note: string },
): Promise<string | undefined> {
  const made = await tx
    .insertInto('clip')
    .values({
      ...(values.id !== undefined && { id: values.id }),
      program_id: values.programId,
      owner_id: values.ownerId,
      title: values.title,
      note: values.note,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return made?.id
}

export function findClip(tx: Tx, clipId: string, readerId: string): Promise<ClipDetails | undefined> {
  return tx
    .selectFrom('clip')
    .innerJoin('person', 'person.id', 'clip.owner_id')
    .leftJoin('playback_position as position', (join) =>
      join.onRef('position.clip_id', '=', 'clip.id').on('position.person_id', '=', readerId),
    )
    .select(columns)
    .select(['person.name as owner_name', 'position.at_ms as position_ms'])
    .where('clip.id', '=', clipId)
    .executeTakeFirst()
}

/** Hers, newest first, without those on their way out. */
export function listOwnClips(tx: Tx, ownerId: string): Promise<ClipListing[]> {
  return listings(tx)
    .where('clip.owner_id', '=', ownerId)
    .where('clip.state', 'not in', ['deleting', 'gone'])
    .execute()
}

/** Those of the given ids that are there, newest first: the caller knows that the reader may see them. */
export async function listClipsById(tx: Tx, ids: readonly string[]): Promise<ClipListing[]> {
  if (ids.length === 0) return []
  return listings(tx)
    .where('clip.id', 'in', [...ids])
    .where('clip.state', 'not in', ['deleting', 'gone'])
    .execute()
}

const listings = (tx: Tx) =>
  tx
    .selectFrom('clip')
    .innerJoin('person', 'person.id', 'clip.owner_id')
    .select(columns)
    .select('person.name as owner_name')
    .orderBy('clip.created_at', 'desc')
    .orderBy('clip.id')

export async function changeClip(
  tx: Tx,
  clipId: string,
  changes: { title?: string | undefined; note?: string | undefined },
): Promise<void> {
  if (changes.title === undefined && changes.note === undefined) return
  await tx
    .updateTable('clip')
    .$if(changes.title !== undefined, (query) => query.set({ title: changes.title ?? '' }))
    .$if(changes.note !== undefined, (query) => query.set({ note: changes.note ?? '' }))
    .where('id', '=', clipId)
    .execute()
}

/** How long a clip may lie uploaded before the sweep rings for it again. */
export const pickUpSeconds = 600

/** Another try from the original that is there. The new attempt's number, or undefined where there is nothing to retry. */
export async function retryClip(tx: Tx, clipId: string): Promise<number | undefined> {
  const retried = await tx
    .updateTable('clip')
    .set((eb) => ({
      state: 'uploaded',
      state_since: rightNow(),
      state_deadline: inSeconds(pickUpSeconds),
      attempt: eb('attempt', '+', 1),
      tries: 0,
      fail_reason: null,
      retryable: false,
      progress_percent: 0,
      remaining_ms: null,
    }))
    .where('id', '=', clipId)
    .where('state', '=', 'failed')
    .where('retryable', '=', true)
    .where('original_key', 'is not', null)
    .returning('attempt')
    .executeTakeFirst()
  if (retried) await enqueue(tx, { job: 'process-clip', payload: { clipId, attempt: retried.attempt } })
  return retried?.attempt
}

/** From any state; whatever works on it now finds that it has lost it. Asking twice is the same as asking once. */
export async function deleteClip(tx: Tx, clipId: string): Promise<void> {
  const moved = await tx
    .updateTable('clip')
    .set({
      state: 'deleting',
      state_since: rightNow(),
      state_deadline: null,
      upload_id: null,
      claim_id: null,
    })
    .where('id', '=', clipId)
    .where('state', 'in', [...statesBefore('deleting')])
    .returning('id')
    .executeTakeFirst()
  if (moved) await enqueue(tx, { job: 'remove-clip', payload: { clipId } })
}

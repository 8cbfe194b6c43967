import {
  aClip,
  aGrant,
  aLesson,
  aPartnership,
  type OpenTestDatabase,
  openTestDatabase,
  someFiles,
} from '@cuepoint/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Tx } from './client.ts'
import { dropPromises, findMediaFile, writeFiles } from './clip-files-repository.ts'
import { claimUpload } from './clip-upload-repository.ts'
import { changeClip, deleteClip, findClip, retryClip } from './clips-repository.ts'
import { listGrants, replaceGrant, revokeGrant } from './grants-repository.ts'
import { listHomeReviews } from './home-repository.ts'
import { changeNote, createNote, listNotes, setNoteDeleted } from './notes-repository.ts'
import { enqueue } from './outbox-repository.ts'
import { listViewers, recordView, savePosition } from './playback-repository.ts'

// What the policies hold by themselves, whatever the application asks.
let databases: OpenTestDatabase
let lesson: Awaited<ReturnType<typeof aLesson>>
beforeAll(async () => {
  databases = await openTestDatabase()
  lesson = await aLesson(databases.owner)
})
afterAll(() => databases.close())

const as = <T>(person: { id: string }, work: (tx: Tx) => Promise<T>): Promise<T> =>
  databases.api.asActor(person.id, work)
const refused = /row-level security|permission denied/
const rowOf = (id: string) =>
  databases.owner.asRole((tx) =>
    tx.selectFrom('clip').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  )

test('what is published is read by who may see the clip', async () => {
  const { clip, teacher, coach, lead, otherTeacher, stranger } = lesson
  const read = (person: { id: string }) =>
    as(person, async (tx) => [
      (await findClip(tx, clip.id, person.id)) !== undefined,
      (await findMediaFile(tx, { clipId: clip.id, mediaId: clip.media_id ?? '', file: 'main.m3u8' })) !==
        undefined,
      // A join would hide what one policy lets slip.
      (await tx.selectFrom('clip_file').select('name').execute()).length > 0,
    ])
  for (const person of [teacher, coach]) await expect(read(person)).resolves.toEqual([true, true, true])
  for (const person of [lead, otherTeacher, stranger])
    await expect(read(person)).resolves.toEqual([false, false, false])
})

test('what is being made is the worker’s: the api neither writes a file down nor looks into the parts', async () => {
  const { clip, teacher } = lesson
  const there = { clipId: clip.id, mediaId: clip.media_id ?? '' }
  await expect(
    as(teacher, (tx) => writeFiles(tx, { ...there, writtenBy: 'mine' }, someFiles())),
  ).rejects.toThrow(refused)
  const moved = (tx: Tx) => tx.updateTable('clip_file').set({ written_by: 'mine' }).execute()
  await expect(as(teacher, moved)).rejects.toThrow(refused)
  await expect(as(teacher, (tx) => dropPromises(tx, [clip.id]))).rejects.toThrow(refused)
  await expect(as(teacher, (tx) => tx.selectFrom('clip_part').selectAll().execute())).rejects.toThrow(refused)
})

test('a clip is moved by its owner alone', async () => {
  const { program, teacher, coach, otherTeacher } = lesson
  const clip = await aClip(databases.owner, { programId: program.id, ownerId: teacher.id, state: 'failed' })
  await aGrant(databases.owner, clip, { personId: coach.id })
  const before = await rowOf(clip.id)
  const upload = { clipId: clip.id, uploadId: '00000000-0000-4000-8000-000000000001' }
  for (const person of [coach, otherTeacher]) {
    await as(person, (tx) => changeClip(tx, clip.id, { title: 'Mine' }))
    await as(person, (tx) => deleteClip(tx, clip.id))
    await expect(as(person, (tx) => retryClip(tx, clip.id))).resolves.toBeUndefined()
    await expect(as(person, (tx) => claimUpload(tx, upload, 60))).resolves.toBe('wrong-state')
  }
  await expect(rowOf(clip.id)).resolves.toEqual(before)
  await expect(as(teacher, (tx) => retryClip(tx, clip.id))).resolves.toBe(2)
})

test('sight is given by the owner, to someone she works with, and read by who has it', async () => {
  const { program, teacher, coach, otherTeacher, stranger, partnership } = lesson
  const clip = await aClip(databases.owner, { programId: program.id, ownerId: teacher.id })
  const give = (person: { id: string }, receiver: { personId: string } | { partnershipId: string }) =>
    as(person, (tx) =>
      replaceGrant(tx, {
        clipId: clip.id,
        grantedBy: person.id,
        level: 'coach',
        expiresAt: null,
        ...receiver,
      }),
    )
  await expect(give(coach, { personId: coach.id })).rejects.toThrow(refused)
  await expect(give(otherTeacher, { personId: otherTeacher.id })).rejects.toThrow(refused)
  await expect(give(teacher, { personId: stranger.id })).rejects.toThrow(refused)
  const notHers = await aPartnership(databases.owner, program.id, [
    { personId: coach.id, side: 'coach' },
    { personId: otherTeacher.id, side: 'teacher' },
  ])
  await expect(give(teacher, { partnershipId: notHers.id })).rejects.toThrow(refused)

  const id = await give(teacher, { partnershipId: partnership.id })
  const seen = async (person: { id: string }) =>
    (await as(person, (tx) => listGrants(tx, clip.id))).map((grant) => grant.id)
  await expect(seen(teacher)).resolves.toEqual([id])
  await expect(seen(coach)).resolves.toEqual([id])
  await expect(seen(otherTeacher)).resolves.toEqual([])
  await expect(as(coach, (tx) => revokeGrant(tx, clip.id, id))).resolves.toBe(false)
  await expect(as(teacher, (tx) => revokeGrant(tx, clip.id, id))).resolves.toBe(true)
})

test('a note is written by who may comment and changed by its author', async () => {
  const { program, teacher, coach, otherTeacher, stranger } = lesson
  const clip = await aClip(databases.owner, { programId: program.id, ownerId: teacher.id })
  await aGrant(databases.owner, clip, { personId: coach.id }, 'comment')
  await aGrant(databases.owner, clip, { personId: otherTeacher.id }, 'view')
  const write = (person: { id: string }, authorId = person.id) =>
    as(person, (tx) =>
      createNote(tx, { clipId: clip.id, authorId, parentId: null, atMs: 0, endMs: null, text: 'Here' }),
    )
  const id = await write(coach)
  await expect(write(otherTeacher)).rejects.toThrow(refused)
  await expect(write(stranger)).rejects.toThrow(refused)
  await expect(write(teacher, coach.id)).rejects.toThrow(refused)

  const change = (person: { id: string }) =>
    as(person, (tx) => changeNote(tx, { id, baseVersion: 1, text: 'There' }))
  await expect(change(teacher)).resolves.toBe(false)
  await as(teacher, (tx) => setNoteDeleted(tx, id, true))
  await expect(change(coach)).resolves.toBe(true)
  const read = async (person: { id: string }) =>
    (await as(person, (tx) => listNotes(tx, clip.id))).map((note) => note.text)
  for (const person of [teacher, coach, otherTeacher]) await expect(read(person)).resolves.toEqual(['There'])
  await expect(read(stranger)).resolves.toEqual([])
})

test('where she was is hers alone; that she looked, hers and the owner’s', async () => {
  const { clip, teacher, coach, otherTeacher } = lesson
  await as(coach, (tx) => savePosition(tx, { clipId: clip.id, personId: coach.id, atMs: 5 }))
  await as(coach, (tx) => recordView(tx, clip.id, coach.id))
  await expect(as(coach, (tx) => recordView(tx, clip.id, teacher.id))).rejects.toThrow(refused)
  await expect(as(otherTeacher, (tx) => recordView(tx, clip.id, otherTeacher.id))).rejects.toThrow(refused)
  const foreign = { clipId: clip.id, personId: otherTeacher.id, atMs: 5 }
  await expect(as(otherTeacher, (tx) => savePosition(tx, foreign))).rejects.toThrow(refused)

  const seen = (person: { id: string }) =>
    as(person, async (tx) => [
      (await tx.selectFrom('playback_position').select('clip_id').execute()).length,
      (await listViewers(tx, clip.id)).length,
    ])
  await expect(seen(coach)).resolves.toEqual([1, 1])
  await expect(seen(teacher)).resolves.toEqual([0, 1])
  await expect(seen(otherTeacher)).resolves.toEqual([0, 0])
})

test('the api writes bells and reads none, nor what is gone', async () => {
  const { clip, teacher } = lesson
  const ring = (tx: Tx) => enqueue(tx, { job: 'remove-clip', payload: { clipId: clip.id } })
  await expect(as(teacher, ring)).resolves.toBeUndefined()
  await expect(as(teacher, (tx) => tx.selectFrom('outbox').select('id').execute())).rejects.toThrow(refused)
  await expect(as(teacher, (tx) => tx.selectFrom('tombstone').select('clip_id').execute())).rejects.toThrow(
    refused,
  )
  await expect(as(teacher, (tx) => tx.deleteFrom('clip').execute())).rejects.toThrow(refused)
  await expect(databases.worker.asRole((tx) => tx.selectFrom('note').selectAll().execute())).rejects.toThrow(
    refused,
  )
})

test('nobody’s home has another’s review in it, whoever is asked for', async () => {
  const { coach, teacher, stranger } = lesson
  await expect(as(stranger, (tx) => listHomeReviews(tx, coach.id))).resolves.toEqual([])
  await expect(as(stranger, (tx) => listHomeReviews(tx, teacher.id))).resolves.toEqual([])
})

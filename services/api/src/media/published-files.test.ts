import { aClip, aLesson, openTestDatabase } from '@cuepoint/testing'
import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { createPublishedFiles } from './published-files.ts'

test('a list is read once, until newer ones need the room', async () => {
  await using databases = await openTestDatabase()
  const { clip, program, teacher } = await aLesson(databases.owner)
  const others = await Promise.all(
    [1, 2].map(() => aClip(databases.owner, { programId: program.id, ownerId: teacher.id })),
  )
  // Each factory's clip has five files: there is room for two.
  const published = createPublishedFiles(10)
  const questions = vi.spyOn(pg.Client.prototype, 'query')
  const asks = async ({ id, media_id: mediaId }: typeof clip): Promise<number> => {
    questions.mockClear()
    const files = await databases.api.asActor(teacher.id, (tx) => published.get(tx, id, mediaId ?? ''))
    expect(files?.get('240p/0.m4s')).toMatchObject({ sizeBytes: 40_000 })
    // Two of them open and end the transaction.
    return questions.mock.calls.length - 2
  }
  const [first, second] = others
  if (!first || !second) throw new Error('two clips')
  expect([await asks(clip), await asks(clip)]).toEqual([1, 0])
  expect([await asks(first), await asks(clip)]).toEqual([1, 0])
  expect([await asks(second), await asks(clip), await asks(first)]).toEqual([1, 0, 1])
  await expect(
    databases.api.asActor(teacher.id, (tx) => published.get(tx, clip.id, first.media_id ?? '')),
  ).resolves.toBeUndefined()
})

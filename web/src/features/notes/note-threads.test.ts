import type { Note } from '@cuepoint/contracts'
import { expect, test } from 'vitest'
import { marksOf, threadsOf } from './note-threads.ts'

const note = (id: string, atMs: number, part: Partial<Note> = {}): Note => ({
  id,
  clipId: 'clip',
  author: { id: 'person', name: 'Grace' },
  mine: true,
  atMs,
  endMs: null,
  text: `Note ${id}`,
  parentId: null,
  version: 1,
  createdAt: `2026-11-01T00:00:0${id.length}Z`,
  updatedAt: '2026-11-01T00:00:00Z',
  ...part,
})

test('notes follow the clip, replies the order they were written in', () => {
  const threads = threadsOf([
    note('late', 9000),
    note('second', 2000, { parentId: 'first', createdAt: '2026-11-03T00:00:00Z' }),
    note('first', 2000),
    note('one', 2000, { parentId: 'first', createdAt: '2026-11-02T00:00:00Z' }),
  ])
  expect(threads.map(({ note: { id }, replies }) => [id, ...replies.map((reply) => reply.id)])).toEqual([
    ['first', 'one', 'second'],
    ['late'],
  ])
})

test('a reply stays when the note it answers is gone', () => {
  expect(threadsOf([note('reply', 500, { parentId: 'gone' })]).map((thread) => thread.note.id)).toEqual([
    'reply',
  ])
})

test('a thread is one mark on the timeline', () => {
  const marks = marksOf([note('first', 2000), note('one', 2000, { parentId: 'first' })])
  expect(marks).toMatchObject([{ id: 'first', atMs: 2000, kind: 'note', order: 1 }])
})

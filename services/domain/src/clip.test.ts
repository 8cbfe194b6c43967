import { expect, test } from 'vitest'
import { type ClipState, canMove, clipStates, statesBefore } from './clip.ts'

test('each state of a clip is reached from these states and no others', () => {
  expect(Object.fromEntries(clipStates.map((to) => [to, statesBefore(to)]))).toEqual({
    draft: ['uploading'],
    uploading: ['draft', 'rejected', 'failed'],
    uploaded: ['uploading', 'processing', 'failed'],
    processing: ['uploaded'],
    ready: ['processing'],
    rejected: ['uploading', 'processing'],
    failed: ['uploading', 'uploaded', 'processing', 'ready'],
    deleting: ['draft', 'uploading', 'uploaded', 'processing', 'ready', 'rejected', 'failed'],
    gone: ['deleting'],
  })
})

test('what may come before and what may come after say the same', () => {
  for (const from of clipStates) {
    for (const to of clipStates) expect(canMove(from, to)).toBe(statesBefore(to).includes(from))
  }
})

test('every state but the last leads on to gone, and nothing comes back from deleting', () => {
  const reaches = (from: ClipState): Set<ClipState> => {
    const found = new Set<ClipState>([from])
    for (const each of found) for (const to of clipStates) if (canMove(each, to)) found.add(to)
    return found
  }
  for (const state of clipStates) expect(reaches(state)).toContain('gone')
  expect([...reaches('deleting')]).toEqual(['deleting', 'gone'])
})

import { expect, test } from 'vitest'
import { createScenes } from '../../testing/scenes.ts'
import { orderedTeachers } from './teacher-order.ts'

const { teacher, people } = createScenes(Date.UTC(2026, 2, 12), (ms) => new Date(ms).toISOString())

test('who waits on the coach comes first, the longest wait on top; then both, then who is at it, then nobody', () => {
  const [a, b, c, d] = people.others
  if (!a || !b || !c || !d) throw new Error('four people are needed')
  const rows = [
    teacher(a, 'nobody', 'next-clip', 900),
    teacher(b, 'teacher', 'answering', 500),
    teacher(c, 'coach', 'clip-to-review', 3),
    teacher(people.mali, 'coach', 'ready-to-talk', 70),
    teacher(d, 'both', 'talk-planned', 200),
  ]
  expect(orderedTeachers(rows).map((row) => row.teacher.name)).toEqual(
    [people.mali, c, d, b, a].map((who) => who.name),
  )
})

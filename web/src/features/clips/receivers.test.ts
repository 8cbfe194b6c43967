import { expect, test } from 'vitest'
import { createScenes } from '../../testing/scenes.ts'
import { levelsFor, receiversFor } from './receivers.ts'

const scenes = createScenes(Date.UTC(2026, 2, 12), (ms) => new Date(ms).toISOString())
const { mali, coach, som } = scenes.people
const together = scenes.partnership(mali, 100)
const colleagues = [
  scenes.colleague(mali, ['teacher']),
  scenes.colleague(coach, ['coach']),
  scenes.colleague(som, ['teacher']),
]

const names = (part: { grants?: ReturnType<typeof scenes.grant>[] } = {}) =>
  receiversFor({
    meId: mali.id,
    partnerships: [
      together,
      scenes.partnership(som, 50),
      { ...scenes.partnership(mali, 900), endedAt: scenes.ago(1) },
    ],
    colleagues,
    grants: part.grants ?? [],
  }).map((receiver) => `${receiver.kind} ${receiver.names.join()}`)

test('her own partnership is offered first; herself, other partnerships and ended ones are not', () => {
  expect(names()).toEqual([`partnership ${coach.name}`, `person ${coach.name}`, `person ${som.name}`])
})

test('whoever sees the clip already is left out, unless it was taken back', () => {
  const live = scenes.grant({ partnershipId: together.id })
  expect(names({ grants: [live] })).not.toContain(`partnership ${coach.name}`)
  expect(names({ grants: [{ ...live, live: false }] })).toContain(`partnership ${coach.name}`)
  expect(names({ grants: [scenes.grant({ people: [som] })] })).not.toContain(`person ${som.name}`)
})

test('coaching is offered only for someone who may coach', () => {
  const [first, , teacher] = receiversFor({ meId: mali.id, partnerships: [together], colleagues, grants: [] })
  if (!first || !teacher) throw new Error('two receivers are needed')
  expect(levelsFor(first)).toContain('coach')
  expect(levelsFor(teacher)).not.toContain('coach')
})

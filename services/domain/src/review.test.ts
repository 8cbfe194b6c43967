import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantFrom } from './clock.ts'
import {
  answersAreOpen,
  type GateInput,
  gateOf,
  type ReviewState,
  reviewStates,
  reviewStatesBefore,
  turnOf,
} from './review.ts'

const ann = 'ann'
const bee = 'bee'
const asked = (id: string, required = true) => ({ id, required })
const by = (personId: string, ...promptIds: string[]) => promptIds.map((promptId) => ({ promptId, personId }))

test('the gate opens with the last required answer of the last participant', () => {
  const input = { participants: [ann, bee], prompts: [asked('p1'), asked('p2', false), asked('p3')] }
  expect(gateOf({ ...input, answered: by(ann, 'p1', 'p3') })).toEqual({
    open: false,
    missing: [
      { personId: bee, promptId: 'p1' },
      { personId: bee, promptId: 'p3' },
    ],
  })
  expect(gateOf({ ...input, answered: [...by(ann, 'p1', 'p3'), ...by(bee, 'p3')] })).toEqual({
    open: false,
    missing: [{ personId: bee, promptId: 'p1' }],
  })
  expect(gateOf({ ...input, answered: [...by(ann, 'p1', 'p3'), ...by(bee, 'p3', 'p1')] })).toEqual({
    open: true,
    missing: [],
  })
})

test('one participant’s answer never stands for another’s', () => {
  const gate = gateOf({ participants: [ann, bee], prompts: [asked('p1')], answered: by(ann, 'p1') })
  expect(gate.missing).toEqual([{ personId: bee, promptId: 'p1' }])
})

test('answers to prompts that are gone and of people who take no part change nothing', () => {
  const input: GateInput = { participants: [ann], prompts: [asked('p1')], answered: [] }
  expect(gateOf({ ...input, answered: [...by(ann, 'gone'), ...by('other', 'p1')] })).toEqual(gateOf(input))
})

test('the gate is open exactly when nothing is missing, and an answer never closes it', () => {
  const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 })
  const inputs = fc.record({
    participants: ids,
    prompts: ids.chain((each) =>
      fc.tuple(...each.map((id) => fc.record({ id: fc.constant(id), required: fc.boolean() }))),
    ),
    answered: fc.array(
      fc.record({
        promptId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        personId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      }),
    ),
  })
  fc.assert(
    fc.property(inputs, (input) => {
      const gate = gateOf(input)
      const owed = input.participants.length * input.prompts.filter((prompt) => prompt.required).length
      expect(gate.open).toBe(gate.missing.length === 0)
      expect(gate.missing.length).toBeLessThanOrEqual(owed)
      const next = gate.missing[0]
      if (!next) return
      const after = gateOf({ ...input, answered: [...input.answered, next] })
      expect(after.missing).toEqual(gate.missing.slice(1))
    }),
  )
})

test.each<[ReviewState, Date | null, ReturnType<typeof turnOf>]>([
  ['draft', null, 'coach'],
  ['sent', null, 'teacher'],
  ['sent', instantFrom(0), 'teacher'],
  ['answering', null, 'teacher'],
  ['ready', null, 'coach'],
  ['ready', instantFrom(0), 'both'],
  ['discussed', null, 'both'],
  ['closed', instantFrom(0), 'nobody'],
])('in %s with the talk at %s it is the turn of: %s', (state, discussionAt, turn) => {
  expect(turnOf({ state, discussionAt })).toBe(turn)
})

test('a review moves forward, and only from ready back to answering', () => {
  expect(Object.fromEntries(reviewStates.map((to) => [to, reviewStatesBefore(to)]))).toEqual({
    draft: [],
    sent: ['draft'],
    answering: ['sent', 'ready'],
    ready: ['sent', 'answering'],
    discussed: ['sent', 'answering', 'ready'],
    closed: ['discussed'],
  })
})

test('answers are open from the sending to the talk', () => {
  expect(reviewStates.filter(answersAreOpen)).toEqual(['sent', 'answering', 'ready'])
  // The talk may be opened exactly while answers are open, so that opening it is what closes them.
  expect(reviewStatesBefore('discussed')).toEqual(reviewStates.filter(answersAreOpen))
})

import type { Review } from '@cuepoint/contracts'
import { reordered } from '@cuepoint/domain'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useUndo } from '../../components/undo-bar.tsx'
import { asProblem } from '../../lib/api/problem.ts'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import type { Autosave, SaveState } from '../../lib/autosave.ts'
import { keeperFor, listKeptNames } from '../../lib/kept-words.ts'
import { newId } from '../../lib/new-id.ts'
import { forgetAutosave, useAutosaves } from '../../lib/use-autosave.ts'
import { isPromptValue, type PromptValue, type SavedPrompt, samePrompt, valueOf } from './prompt-value.ts'

export type PromptInHand = {
  id: string
  state: SaveState<PromptValue>
  autosave: Autosave<PromptValue>
}

const keptName = (reviewId: string, promptId: string) => `prompt.${reviewId}.${promptId}`
const emptyValue: PromptValue = { atMs: 0, endMs: null, kind: 'open', text: '', required: true }

const insertedAt = <Item>(items: readonly Item[], at: number, item: Item): Item[] => [
  ...items.slice(0, at),
  item,
  ...items.slice(at),
]

const inOrderOf = <Item extends { id: string }>(ids: readonly string[], items: readonly Item[]): Item[] =>
  [...items].sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))

const currentOf = ({ current }: Readonly<Record<string, unknown>>) =>
  isPromptValue(current)
    ? { value: valueOf(current as SavedPrompt), version: (current as SavedPrompt).version }
    : undefined

/** Makes the prompt where the server does not know it yet, else changes it. Gives its new version. */
async function sendPrompt(
  reviewId: string,
  promptId: string,
  value: PromptValue,
  baseVersion: number,
  keepalive: boolean,
): Promise<number> {
  const params = { reviewId, promptId }
  if (baseVersion > 0) {
    const changed = await request('PATCH /reviews/:reviewId/prompts/:promptId', {
      params,
      body: { ...value, baseVersion },
      keepalive,
    })
    return changed.version
  }
  const made = await request('POST /reviews/:reviewId/prompts', {
    params: { reviewId },
    body: { id: promptId, ...value },
    keepalive,
  })
  // The answer to the first try was lost, and she has written on since.
  if (!samePrompt(valueOf(made), value))
    return await sendPrompt(reviewId, promptId, value, made.version, keepalive)
  return made.version
}

/** The prompts of a draft, each saved as it is written, with everything that can be done to the list. */
export function usePrompts(review: Review, personId: string) {
  const { id: reviewId } = review
  const { t } = useTranslation('reviews')
  const client = useQueryClient()
  const offerUndo = useUndo()
  const [error, setError] = useState<unknown>(null)
  /** On this device only, until the server has them. */
  const [fresh, setFresh] = useState<{ id: string; first: PromptValue }[]>(() =>
    listKeptNames(personId, keptName(reviewId, ''))
      .map((name) => name.slice(keptName(reviewId, '').length))
      .filter((id) => !review.prompts.some((prompt) => prompt.id === id))
      .flatMap((id) => {
        const kept = keeperFor(personId, keptName(reviewId, id), isPromptValue).read()
        return kept && kept.version === 0 ? [{ id, first: kept.value }] : []
      }),
  )

  const known = new Set(review.prompts.map(({ id }) => id))
  const entries = [
    ...review.prompts.map((prompt) => ({
      id: prompt.id,
      saved: { value: valueOf(prompt), version: prompt.version },
    })),
    ...fresh
      .filter(({ id }) => !known.has(id))
      .map(({ id }) => ({ id, saved: { value: emptyValue, version: 0 } })),
  ]
  const patchReview = (change: (review: Review) => Review) =>
    client.setQueryData<Review>(keys.review(reviewId), (now) => (now ? change(now) : now))
  const autosaves = useAutosaves<PromptValue>(
    entries.map(({ id, saved }) => ({
      name: `${personId}.${keptName(reviewId, id)}`,
      saved,
      keeper: keeperFor(personId, keptName(reviewId, id), isPromptValue),
      same: samePrompt,
      currentOf,
      send: async (value, baseVersion, leaving) => {
        const version = await sendPrompt(reviewId, id, value, baseVersion, leaving)
        patchReview((now) => ({
          ...now,
          prompts: now.prompts.some((prompt) => prompt.id === id)
            ? now.prompts.map((prompt) => (prompt.id === id ? { id, version, ...value } : prompt))
            : [...now.prompts, { id, version, ...value }],
        }))
        return version
      },
    })),
  )
  const prompts: PromptInHand[] = entries.flatMap(({ id }, n) => {
    const one = autosaves[n]
    return one ? [{ id, state: one[0], autosave: one[1] }] : []
  })

  /** Says what went wrong and shows again what the server has. */
  const recover = (problem: unknown) => {
    setError(asProblem(problem))
    void client.invalidateQueries({ queryKey: keys.review(reviewId) })
  }

  function add(value: PromptValue): string {
    const id = newId()
    // Kept before anything else, so that the autosave made for it finds it and sends it.
    keeperFor(personId, keptName(reviewId, id), isPromptValue).write({ value, version: 0 })
    setFresh((now) => [...now, { id, first: value }])
    return id
  }

  async function remove(id: string) {
    const prompt = prompts.find((each) => each.id === id)
    if (!prompt) return
    setError(null)
    const { value } = prompt.state
    const name = keptName(reviewId, id)
    if (prompt.state.version === 0) {
      setFresh((now) => now.filter((each) => each.id !== id))
      forgetAutosave(`${personId}.${name}`)
      keeperFor(personId, name, isPromptValue).clear()
      offerUndo({ message: t('deleted'), undo: () => void add(value) })
      return
    }
    try {
      // What was typed last is part of what undo brings back.
      await prompt.autosave.flush()
      await request('DELETE /reviews/:reviewId/prompts/:promptId', { params: { reviewId, promptId: id } })
    } catch (problem) {
      return recover(problem)
    }
    const at = review.prompts.findIndex((each) => each.id === id)
    patchReview((now) => ({ ...now, prompts: now.prompts.filter((each) => each.id !== id) }))
    setFresh((now) => now.filter((each) => each.id !== id))
    offerUndo({
      message: t('deleted'),
      undo: async () => {
        try {
          const back = await request('POST /reviews/:reviewId/prompts/:promptId/restore', {
            params: { reviewId, promptId: id },
          })
          patchReview((now) => ({ ...now, prompts: insertedAt(now.prompts, at, back) }))
        } catch (problem) {
          recover(problem)
        }
      },
    })
  }

  async function move(id: string, index: number) {
    setError(null)
    const before = prompts.map((prompt) => prompt.id)
    const promptIds = reordered(before, id, index)
    if (promptIds.join() === before.join()) return
    const inOrder = (now: Review): Review => ({
      ...now,
      prompts: inOrderOf(promptIds, now.prompts),
    })
    patchReview(inOrder)
    setFresh((now) => inOrderOf(promptIds, now))
    try {
      // The server orders what it has: what is only here goes first.
      await Promise.all(
        prompts.filter(({ state }) => state.version === 0).map(({ autosave }) => autosave.flush()),
      )
      await request('PUT /reviews/:reviewId/prompt-order', { params: { reviewId }, body: { promptIds } })
      patchReview(inOrder)
    } catch (problem) {
      recover(problem)
    }
  }

  return {
    prompts,
    add,
    remove,
    move,
    error,
    flush: () => Promise.all(prompts.map(({ autosave }) => autosave.flush())),
  }
}

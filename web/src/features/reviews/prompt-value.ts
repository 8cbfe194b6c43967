import type { NewPrompt, Prompt, Static } from '@cuepoint/contracts'
import { type PromptKind, promptKinds } from '@cuepoint/domain'
import type { SaveState } from '../../lib/autosave.ts'

/** A prompt as the coach edits it: everything but its id and version. */
export type PromptValue = Omit<NewPrompt, 'id'>
export type SavedPrompt = Static<typeof Prompt>

export const valueOf = ({ atMs, endMs, kind, text, required }: SavedPrompt): PromptValue => ({
  atMs,
  endMs,
  kind,
  text,
  required,
})

export const samePrompt = (a: PromptValue, b: PromptValue): boolean =>
  a.atMs === b.atMs &&
  a.endMs === b.endMs &&
  a.kind === b.kind &&
  a.text === b.text &&
  a.required === b.required

export function isPromptValue(value: unknown): value is PromptValue {
  if (typeof value !== 'object' || value === null) return false
  const { atMs, endMs, kind, text, required } = value as Partial<Record<keyof PromptValue, unknown>>
  return (
    typeof atMs === 'number' &&
    (endMs === null || typeof endMs === 'number') &&
    promptKinds.some((known) => known === kind) &&
    typeof text === 'string' &&
    typeof required === 'boolean'
  )
}

/** A review starts with something that worked, so the first prompt is proposed as one. */
export const proposedKind = (count: number): PromptKind => (count === 0 ? 'strength' : 'open')

/** Puts the moment at `atMs`; a range keeps its length as far as the clip goes on. */
export function movedTo(value: PromptValue, atMs: number, durationMs: number): PromptValue {
  if (value.endMs === null) return { ...value, atMs }
  const endMs = Math.min(durationMs, atMs + value.endMs - value.atMs)
  return { ...value, atMs, endMs: endMs > atMs ? endMs : null }
}

/** A start after the end leaves a single moment rather than a range that runs backwards. */
export const withStart = (value: PromptValue, atMs: number): PromptValue => ({
  ...value,
  atMs,
  endMs: value.endMs !== null && value.endMs > atMs ? value.endMs : null,
})

/** An end before the start turns the two around. */
export function withEnd(value: PromptValue, endMs: number | null): PromptValue {
  if (endMs === null || endMs === value.atMs) return { ...value, endMs: null }
  return { ...value, atMs: Math.min(value.atMs, endMs), endMs: Math.max(value.atMs, endMs) }
}

type Status = SaveState<unknown>['status']
const worst: readonly Status[] = ['conflict', 'signed-out', 'refused', 'kept', 'writing', 'saving']

/** What to say of several autosaves in one line: what needs her first. */
export function statusOfAll<State extends Pick<SaveState<unknown>, 'status'>>(
  states: readonly State[],
): State | undefined {
  for (const status of worst) {
    const found = states.find((state) => state.status === status)
    if (found) return found
  }
  return states[0]
}

import type { Answer, AnswerDraft, Prompt } from '@cuepoint/contracts'
import type { NamedAnswer, Row } from '@cuepoint/db'

export const promptShape = (row: Row<'prompt'>): Prompt => ({
  id: row.id,
  atMs: row.at_ms,
  endMs: row.end_ms,
  kind: row.kind,
  text: row.text,
  required: row.required,
  version: row.version,
})

export const answerShape = (row: NamedAnswer): Answer => ({
  promptId: row.prompt_id,
  person: { id: row.person_id, name: row.person_name },
  way: row.way,
  text: row.text,
  version: row.version,
  submittedAt: row.submitted_at.toISOString(),
})

export const draftShape = (row: Row<'answer_draft'>): AnswerDraft => ({
  way: row.way,
  text: row.text,
  version: row.version,
  updatedAt: row.updated_at.toISOString(),
})

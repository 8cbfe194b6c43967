import { PersonRef } from './people.ts'
import {
  IdShape,
  Instant,
  Milliseconds,
  Nullable,
  Shape,
  type Static,
  Text,
  Type,
  Version,
} from './schema.ts'

export const NewNote = Shape({
  atMs: Milliseconds,
  endMs: Nullable(Milliseconds),
  text: Text(4000, 1),
  /** The note this one replies to. A reply carries its parent's moment. */
  parentId: Nullable(IdShape),
})
export type NewNote = Static<typeof NewNote>
export const ChangeNote = Shape({ text: Text(4000, 1), baseVersion: Version })
export type ChangeNote = Static<typeof ChangeNote>
export const Note = Shape({
  id: IdShape,
  clipId: IdShape,
  author: PersonRef,
  mine: Type.Boolean(),
  atMs: Milliseconds,
  endMs: Nullable(Milliseconds),
  text: Type.String(),
  parentId: Nullable(IdShape),
  version: Version,
  createdAt: Instant,
  updatedAt: Instant,
})
export type Note = Static<typeof Note>

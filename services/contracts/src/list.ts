import type { TSchema } from 'typebox'
import { Shape, Type } from './schema.ts'

/** A page of a list; `nextCursor` is opaque and absent on the last page. */
export const Page = <S extends TSchema>(item: S) =>
  Shape({ items: Type.Array(item), nextCursor: Type.Optional(Type.String()) })
/** A list that is short by nature. */
export const List = <S extends TSchema>(item: S) => Shape({ items: Type.Array(item) })

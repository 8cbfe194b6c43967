import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { PicturePlan, Rung } from '../ffmpeg/plan.ts'

const RungShape = Type.Object({
  name: Type.String({ pattern: '^\\d{1,4}p$' }),
  width: Type.Integer({ minimum: 2 }),
  height: Type.Integer({ minimum: 2 }),
})
const PlanShape = Compile(
  Type.Object({
    picture: Type.Object({
      videoIndex: Type.Integer({ minimum: 0 }),
      rate: Type.Object({
        numerator: Type.Integer({ minimum: 1 }),
        denominator: Type.Integer({ minimum: 1 }),
      }),
      deinterlace: Type.Boolean(),
      colour: Type.Union([
        Type.Object({
          from: Type.Literal('sdr'),
          matrix: Type.Union([Type.Literal('bt601'), Type.Literal('bt709'), Type.Literal('bt2020')]),
          fullRange: Type.Boolean(),
        }),
        Type.Object({ from: Type.Literal('hlg') }),
        Type.Object({ from: Type.Literal('pq') }),
      ]),
      orientation: Type.Object({
        mirrored: Type.Boolean(),
        quarterTurns: Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2), Type.Literal(3)]),
      }),
      durationMs: Type.Integer({ minimum: 1 }),
      longestGapMs: Type.Number({ minimum: 0 }),
      cutsMs: Type.Optional(Type.Array(Type.Number({ minimum: 0 }))),
    }),
    sound: Type.Optional(Type.Object({ channels: Type.Union([Type.Literal(1), Type.Literal(2)]) })),
    first: RungShape,
    later: Type.Array(RungShape),
  }),
)

/** What the parts and the last step need of a plan that lay in the database. */
export interface StoredPlan {
  readonly picture: PicturePlan
  readonly sound?: { readonly channels: 1 | 2 }
  readonly first: Rung
  readonly later: readonly Rung[]
}

/** Throws for what another version of this program wrote: the clip's row says that it is to be made anew. */
export function readPlan(value: unknown): StoredPlan {
  if (!PlanShape.Check(value)) throw new Error('the plan is not one of ours')
  const plan: Static<ReturnType<typeof PlanShape.Type>> = value
  return plan
}

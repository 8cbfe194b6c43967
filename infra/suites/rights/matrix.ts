import { type Answer, ask } from './asking.ts'
import { type ActorName, actorNames } from './cast.ts'
import { type Lesson, type Relation, relations } from './lesson.ts'
import { fits, type Row, refusals, type Sign } from './read-table.ts'
import { questions } from './requests.ts'
import type { Stage } from './stage.ts'
import { sweepTables } from './sweep-tables.ts'
import { idsOf, makeThing, rightful, sharedBy, standingLessons, type Thing } from './thing.ts'

export type Outcome = {
  cells: number
  /** Cells that are not as the table says, and refused requests whose twin was refused as well. */
  differences: string[]
  /** Rows that came out or were changed although the asker may not. */
  foreignRows: string[]
}

type Cell = { actor: ActorName; relation: Relation; sign: Sign }

/** Plays every row of the table on one stage. */
export async function playMatrix(stage: Stage, rows: readonly Row[]): Promise<Outcome> {
  const outcome: Outcome = { cells: 0, differences: [], foreignRows: [] }
  const isListed = stage.mode === 'policies-alone' || rows.some((row) => row.objectless)
  const standing = isListed ? await standingLessons(stage, actorNames.slice(1)) : []
  if (stage.mode === 'policies-alone') outcome.foreignRows.push(...(await sweepTables(stage, standing)))
  for (const row of rows) {
    const cells = actorNames.flatMap((actor): Cell[] =>
      (row.objectless ? (['unknown'] as const) : relations).map((relation) => ({
        actor,
        relation,
        sign: row.expected(actor, relation),
      })),
    )
    const shared = new Map<string, Thing>()
    // The refused ask first, so that what they asked about is still as it was made when its twin comes.
    for (const cell of cells.filter(({ sign }) => sign !== 'y')) {
      const by = sharedBy(cell.actor, cell.relation)
      const key = `${cell.relation} ${by}`
      if (!shared.has(key)) shared.set(key, await thingFor(stage, row, by, cell.relation))
      await playCell(stage, row, cell, shared.get(key), standing, outcome)
    }
    if (stage.mode === 'both') {
      for (const [key, thing] of shared) if (thing) await playTwin(stage, row, key, thing, outcome)
    }
    for (const cell of cells.filter(({ sign }) => sign === 'y')) {
      const thing = await thingFor(stage, row, cell.actor, cell.relation)
      await playCell(stage, row, cell, thing, standing, outcome)
    }
  }
  return outcome
}

const thingFor = async (stage: Stage, row: Row, actor: ActorName, relation: Relation): Promise<Thing> =>
  row.objectless ? undefined : await makeThing(stage, row.route, questions[row.route] ?? {}, actor, relation)

async function playCell(
  stage: Stage,
  row: Row,
  { actor, relation, sign }: Cell,
  thing: Thing,
  standing: readonly Lesson[],
  outcome: Outcome,
): Promise<void> {
  outcome.cells += 1
  const question = questions[row.route] ?? {}
  const name = `${row.route}, ${actor}${row.objectless ? '' : `, ${relation}`}`
  const personId = actor === 'anonymous' ? undefined : stage.cast.actors[actor].id
  const cookie = personId && (await stage.cookieOf(personId))
  if (sign !== 'y') await stage.changes.forget()
  const answer = await ask(stage, row.route, question, idsOf(thing), cookie)
  if (personId && question.endsSession) stage.forgetCookieOf(personId)

  if (!fits(answer, sign, row.yes)) {
    const told = `${answer.status} ${answer.code ?? ''}`.trim()
    outcome.differences.push(`${name}: ${told} instead of ${sign === 'y' ? row.yes : refusals[sign].code}`)
  }
  for (const word of leaked(answer, personId, sign, thing, row.objectless ? standing : [])) {
    outcome.foreignRows.push(`${name}: the answer holds ${word}`)
  }
  if (sign === 'y') return
  for (const change of await stage.changes.read()) outcome.foreignRows.push(`${name}: ${change}`)
}

/** The planted words and ids in an answer that its reader may not read. */
function leaked(
  { body }: Answer,
  personId: string | undefined,
  sign: Sign,
  thing: Thing,
  standing: readonly Lesson[],
): string[] {
  const lessons = thing && 'lesson' in thing ? [thing.lesson] : standing
  const fromLessons = lessons
    .flatMap((lesson) => lesson.words)
    .filter((word) => personId === undefined || !word.readers.has(personId))
  const fromOffice =
    thing && 'office' in thing
      ? thing.office.words.filter((word) => sign === '4' || (sign === '3' && word.leadsOnly))
      : []
  return [...fromLessons, ...fromOffice].map((word) => word.text).filter((word) => body.includes(word))
}

/** Every no has its yes: the same request about the very same thing, from the one who may. */
async function playTwin(
  stage: Stage,
  row: Row,
  name: string,
  thing: NonNullable<Thing>,
  outcome: Outcome,
): Promise<void> {
  const question = questions[row.route] ?? {}
  // The revoked coach was the one who might: with her grant given back she is again.
  if (question.by !== undefined && 'lesson' in thing && thing.lesson.revoked)
    await stage.owner.pool.query('update clip_grant set revoked_at = null where id = $1', [
      thing.lesson.ids['grantId'],
    ])
  const cookie = await stage.cookieOf(rightful(stage, thing, question))
  const answer = await ask(stage, row.route, question, idsOf(thing), cookie)
  if (!fits(answer, 'y', row.yes))
    outcome.differences.push(
      `${row.route}, ${name}: who may is refused as well, ${answer.status} ${answer.code}`,
    )
}

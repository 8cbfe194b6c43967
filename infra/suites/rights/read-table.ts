import { type ActorName, actorNames } from './cast.ts'
import { type Relation, relations } from './lesson.ts'

export type Sign = 'y' | '1' | '3' | '4'
export const refusals = {
  '1': { status: 401, code: 'not-signed-in' },
  '3': { status: 403, code: 'not-allowed' },
  '4': { status: 404, code: 'not-found' },
} as const

/** A refusal says why it refuses: a 404 of a path that is not there is no answer about an object. */
export const fits = (
  answer: { status: number; code: string | undefined },
  sign: Sign,
  yes: number,
): boolean =>
  sign === 'y'
    ? answer.status === yes && answer.code !== 'not-signed-in'
    : answer.status === refusals[sign].status && answer.code === refusals[sign].code

/** One route's row. A route that asks for no object has one sign for each actor. */
export type Row = {
  route: string
  yes: number
  objectless: boolean
  expected(actor: ActorName, relation: Relation): Sign
}

/** Reads the table. Throws Error naming the line that does not fit. */
export function readTable(text: string): Row[] {
  const [head = '', ...lines] = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const columns = head.split(/\s+/).slice(2)
  if (columns.join() !== actorNames.join()) throw new Error('the columns of the table are not the actors')
  return lines.map((line) => {
    const [method = '', path = '', yes = '', ...cells] = line.split(/\s+/)
    const width = cells[0]?.length
    const fits = cells.length === actorNames.length && cells.every((cell) => cell.length === width)
    if (!fits || !/^\d{3}$/.test(yes) || !(width === 1 || width === 4) || !/^[y134]+$/.test(cells.join('')))
      throw new Error(`this row of the table does not fit: ${line}`)
    return {
      route: `${method} ${path}`,
      yes: Number(yes),
      objectless: width === 1,
      expected: (actor, relation) => {
        const cell = cells[actorNames.indexOf(actor)] ?? ''
        return cell[width === 1 ? 0 : relations.indexOf(relation)] as Sign
      },
    }
  })
}

/** Routes of the router that are not in the table, and rows of the table that no route stands behind. */
export function gaps(rows: readonly Row[], routes: readonly string[]): string[] {
  const named = rows.map((row) => row.route)
  return [
    ...routes.filter((route) => !named.includes(route)).map((route) => `${route} is not in the table`),
    ...named.filter((route) => !routes.includes(route)).map((route) => `${route} is not in the router`),
    ...named
      .filter((route, index) => named.indexOf(route) !== index)
      .map((route) => `${route} is there twice`),
    // A route to which nobody of the columns is let in would be refused for any reason.
    ...rows
      .filter((row) => !actorNames.some((actor) => relations.some((of) => row.expected(actor, of) === 'y')))
      .map((row) => `${row.route} has no yes`),
  ]
}

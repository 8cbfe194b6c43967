import { type RawBuilder, sql } from 'kysely'

/** An instant in database time: deadlines are compared there and nowhere else. */
export const inSeconds = (seconds: number): RawBuilder<Date> =>
  sql<Date>`now() + make_interval(secs => ${seconds})`

export const secondsAgo = (seconds: number): RawBuilder<Date> =>
  sql<Date>`now() - make_interval(secs => ${seconds})`

export const rightNow = (): RawBuilder<Date> => sql<Date>`now()`

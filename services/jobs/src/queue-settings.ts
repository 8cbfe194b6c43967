/** Where the queue lives. Chosen at start by whoever starts the process, and printed. */
export type QueueSettings =
  | {
      readonly backend: 'redis'
      readonly url: string
      /** Keeps several installations (or test runs) apart in one Redis. */
      readonly prefix?: string
      /** Takes a Redis that may forget. For test runs; in earnest such a Redis is refused. */
      readonly mayForget?: boolean
    }
  | {
      readonly backend: 'postgres'
      readonly url: string
    }

/** The part of a logger the queue uses. Entries carry ids and codes, never a payload's text. */
export interface QueueLog {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

import type { Child } from './child.ts'

/** Where a set of parts lives and what it was told. One for the product, one for every test run. */
export type Ground = {
  /** The repository. */
  readonly root: string
  /** What must survive: database, objects, mails, secrets. */
  readonly dataDir: string
  /** What can be fetched or made again. */
  readonly cacheDir: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** False gives up durability for speed; tests only. */
  readonly durable: boolean
  readonly say: (line: string) => void
}

/** A service that is up, ours or one that was given by the environment. */
export type Part = {
  readonly name: string
  readonly version: string
  /** A person's answer to "where does this come from": a path, a package or a variable's name. */
  readonly from: string
  readonly port?: number
  /** Our own process, absent when the service was given. */
  readonly child?: Child
  /** What the processes that use it need to know. */
  readonly env: Readonly<Record<string, string>>
  /** Ends it in order; does nothing for a service that was given. Never throws. */
  readonly stop: () => Promise<void>
}

/** For services that are not ours to stop. */
export async function nothingToStop(): Promise<void> {}

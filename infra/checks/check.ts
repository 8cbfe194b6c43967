/** One thing held against the repository. Every fault is a line that names the place and what to do. */
export type Check = {
  readonly name: string
  readonly run: (root: string) => Promise<readonly string[]>
}

export type CheckResult = {
  readonly name: string
  readonly faults: readonly string[]
  readonly seconds: number
}

/** Runs one check; a check that breaks is a fault, not an end. */
export async function runCheck(check: Check, root: string): Promise<CheckResult> {
  const startedMs = performance.now()
  const faults = await check.run(root).catch((error: unknown) => [`could not run: ${String(error)}`])
  return { name: check.name, faults, seconds: (performance.now() - startedMs) / 1000 }
}

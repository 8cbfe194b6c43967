/** One thing held against the repository. Every fault is a line that names the place and what to do. */
export type Check = {
  readonly name: string
  readonly run: (root: string) => Promise<Findings>
}

/** `note` is a figure worth a look even when nothing is wrong. */
export type Findings = { readonly faults: readonly string[]; readonly note?: string }

export type CheckResult = Findings & {
  readonly name: string
  readonly seconds: number
}

/** Runs one check; a check that breaks is a fault, not an end. */
export async function runCheck(check: Check, root: string): Promise<CheckResult> {
  const startedMs = performance.now()
  const findings = await check
    .run(root)
    .catch((error: unknown) => ({ faults: [`could not run: ${String(error)}`] }))
  return { ...findings, name: check.name, seconds: (performance.now() - startedMs) / 1000 }
}

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { faultCode } from './fault-code.ts'
import { processIdentity } from './process-identity.ts'

export type RunLock = { readonly release: () => void }

/**
 * Takes a lock file for this process; a lock whose owner is gone is taken over.
 * Resolves to the owner's identity ("pid start") when it is still held after the patience given.
 */
export async function takeRunLock(file: string, patienceMs: number): Promise<RunLock | { heldBy: string }> {
  const mine = processIdentity(process.pid) ?? String(process.pid)
  const until = performance.now() + patienceMs
  for (;;) {
    const holder = tryTake(file, mine)
    if (holder === undefined) return { release: () => release(file, mine) }
    if (performance.now() > until) return { heldBy: holder }
    await wait(50)
  }
}

function tryTake(file: string, mine: string): string | undefined {
  try {
    writeFileSync(file, mine, { flag: 'wx' })
    return undefined
  } catch (error) {
    if (faultCode(error) !== 'EEXIST') throw error
  }
  const holder = read(file)
  const pid = Number(holder.split(' ')[0])
  if (pid > 0 && processIdentity(pid) === holder) return holder
  dropStale(file, holder)
  return holder
}

/** Moves the stale lock away before dropping it, so that one that was taken meanwhile can be put back. */
function dropStale(file: string, stale: string): void {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    if (read(aside) !== stale) linkSync(aside, file)
  } catch {
    // Another waiter was quicker; the next round looks again.
  }
  rmSync(aside, { force: true })
}

function release(file: string, mine: string): void {
  if (read(file) === mine) rmSync(file, { force: true })
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

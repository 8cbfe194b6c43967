import { readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** A pid with its start time: the pid alone may have been given to another process since. */
export function processIdentity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold spaces, so count from the last bracket. Field 22 is the start time, field 3 the state.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : `${pid} ${fields[19]}`
  } catch {
    return undefined
  }
}

/** The folder a process works in; undefined when it is gone or not ours to ask. */
export function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

/** Resolves when the process is gone; false when it is still there after the time given. */
export async function waitForExit(pid: number, limitMs: number): Promise<boolean> {
  const identity = processIdentity(pid)
  if (identity === undefined) return true
  for (let waitedMs = 0; waitedMs <= limitMs; waitedMs += 20) {
    if (processIdentity(pid) !== identity) return true
    await wait(20)
  }
  return false
}

import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import type { CpuBook } from './cpu-account.ts'
import { parseBusySeconds } from './proc-stat.ts'

/** More than this of the machine's time taken by others, and a round says nothing. */
export const OTHERS_AT_MOST = 0.15

/** Begins to watch how much of the machine others take; the returned function tells the share, from 0 to 1. */
export async function watchOthers(book: CpuBook): Promise<() => Promise<number>> {
  const from = await look(book)
  return async () => {
    const to = await look(book)
    return othersShare({
      busySeconds: to.busy - from.busy,
      ourSeconds: to.ours - from.ours,
      wallSeconds: (to.atMs - from.atMs) / 1_000,
      processors: availableParallelism(),
    })
  }
}

/** What was busy and not for us, as a part of all the time there was. */
export function othersShare(seen: {
  readonly busySeconds: number
  readonly ourSeconds: number
  readonly wallSeconds: number
  readonly processors: number
}): number {
  const others = Math.max(0, seen.busySeconds - seen.ourSeconds)
  return seen.wallSeconds > 0 ? others / (seen.wallSeconds * seen.processors) : 0
}

async function look(book: CpuBook): Promise<{ busy: number; ours: number; atMs: number }> {
  const [stat, ours] = await Promise.all([readFile('/proc/stat', 'utf8'), book.allSeconds()])
  return { busy: parseBusySeconds(stat), ours, atMs: performance.now() }
}

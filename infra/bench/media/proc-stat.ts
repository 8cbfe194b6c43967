/** Of all Linux machines that matter: what one tick in /proc is. */
const TICKS_PER_SECOND = 100

export type ProcessCpu = {
  readonly pid: number
  readonly parentPid: number
  /** Seconds on a processor, in its own code and in the kernel for it. */
  readonly own: number
  /** Those of its children that have ended and were waited for, and of theirs. */
  readonly reaped: number
}

/** Reads `/proc/PID/stat`. Throws for what is none. */
export function parseProcessStat(text: string): ProcessCpu {
  // The name stands in parentheses and may hold spaces and parentheses of its own.
  const end = text.lastIndexOf(')')
  const fields = text.slice(end + 2).split(' ')
  const ticks = (field: number): number => Number(fields[field - 3]) / TICKS_PER_SECOND
  const cpu = {
    pid: Number.parseInt(text, 10),
    parentPid: Number(fields[1]),
    own: ticks(14) + ticks(15),
    reaped: ticks(16) + ticks(17),
  }
  if (end < 0 || Object.values(cpu).some((value) => !Number.isFinite(value)))
    throw new Error('this is no stat of a process')
  return cpu
}

/** A process and all below it that live. */
export function treeOf(processes: readonly ProcessCpu[], root: number): readonly ProcessCpu[] {
  const found: ProcessCpu[] = processes.filter(({ pid }) => pid === root)
  for (const parent of found) found.push(...processes.filter(({ parentPid }) => parentPid === parent.pid))
  return found
}

/**
 * What the living of a tree and their ended children have used. When a child ends, its share moves to the parent that
 * waits for it, so that the sum only grows.
 */
export const treeSeconds = (tree: readonly ProcessCpu[]): number =>
  tree.reduce((sum, { own, reaped }) => sum + own + reaped, 0)

/** Seconds that all processors of the machine were busy, from `/proc/stat`; what another machine took counts as busy. */
export function parseBusySeconds(text: string): number {
  const [user, nice, system, , , irq, softirq, steal] = (/^cpu +(.+)$/m.exec(text)?.[1] ?? '')
    .split(' ')
    .map(Number)
  const busy = [user, nice, system, irq, softirq, steal ?? 0].reduce<number>(
    (sum, ticks) => sum + (ticks ?? Number.NaN),
    0,
  )
  if (!Number.isFinite(busy)) throw new Error('there is no line of all processors')
  return busy / TICKS_PER_SECOND
}

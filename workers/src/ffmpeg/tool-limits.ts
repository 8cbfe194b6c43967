/** What one run of a media tool may take of this machine. The kernel holds it to them, whatever the file says. */
export interface ToolLimits {
  /** Memory that is its own and can be written; what libraries map is not counted. */
  readonly memoryBytes: number
  /** Of all its threads together. */
  readonly cpuSeconds: number
  /** The largest file it may write. */
  readonly fileBytes: number
  readonly openFiles: number
}

/** Libraries and the address space that threads reserve and never touch come on top of its own memory. */
const ADDRESS_SPACE_FACTOR = 2
/** Between the signal that asks it to end and the one it cannot refuse. */
const LAST_WORDS_SECONDS = 5

/**
 * Words for `prlimit` of util-linux. The memory bound is on data and not on the address space alone: a decoder
 * with many threads reserves far more than it ever uses. Measured with two threads a decoder and encoder, the
 * whole ladder from 1080p has 790 MiB of data in 1140 MiB of addresses, from 4K HEVC in 10 bit 1320 in 1680;
 * with four threads 1680 in 2160.
 */
export function prlimitWords({ memoryBytes, cpuSeconds, fileBytes, openFiles }: ToolLimits): string[] {
  return [
    `--data=${memoryBytes}`,
    `--as=${memoryBytes * ADDRESS_SPACE_FACTOR}`,
    `--cpu=${cpuSeconds}:${cpuSeconds + LAST_WORDS_SECONDS}`,
    `--fsize=${fileBytes}`,
    `--nofile=${openFiles}`,
    // A picture of memory on the disk would hold pieces of a lesson.
    '--core=0',
  ]
}

/** The tighter of each. */
export function tightened(limits: ToolLimits, tighter: Partial<ToolLimits>): ToolLimits {
  const least = (name: keyof ToolLimits): number =>
    Math.min(limits[name], Math.max(0, tighter[name] ?? limits[name]))
  return {
    memoryBytes: least('memoryBytes'),
    cpuSeconds: least('cpuSeconds'),
    fileBytes: least('fileBytes'),
    openFiles: least('openFiles'),
  }
}

/** Going through a file takes under 100 MiB and few seconds even for an hour in 4K; nothing is written. */
export const probeToolLimits: Partial<ToolLimits> = {
  memoryBytes: 1024 ** 3,
  cpuSeconds: 60,
  fileBytes: 0,
}

/** What cores could at most have done in the time that a run is given. */
export function cpuWithin(timeLimitMs: number): Pick<ToolLimits, 'cpuSeconds'> {
  return { cpuSeconds: Math.ceil(timeLimitMs / 1_000) * CORES_AT_MOST }
}
/** The most that the threads of one ladder keep busy. */
const CORES_AT_MOST = 8

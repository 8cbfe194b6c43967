import { prlimitWords, type ToolLimits, tightened } from './tool-limits.ts'

/** What stands before a media tool's own command line. */
export interface Wrapper {
  /** With setpriv the kernel ends the tool when this process dies, even by kill -9. */
  readonly setprivPath: string | undefined
  /** 0 to 19; a page must stay quick while a clip is worked on. */
  readonly niceness: number
  /** With prlimit the kernel bounds what the tool takes. */
  readonly prlimit?: { readonly path: string; readonly limits: ToolLimits } | undefined
  /** Where the tool finds other programs, should it be a script. */
  readonly searchPath?: string
}

/** The words before the tool's own arguments, the tool's path last. `tighter` narrows the limits for this run. */
export function leadingWords(
  { setprivPath, prlimit }: Pick<Wrapper, 'setprivPath' | 'prlimit'>,
  toolPath: string,
  tighter: Partial<ToolLimits> = {},
): string[] {
  return [
    // Both take the other's place as the same process, so that a signal to it reaches the tool.
    ...(prlimit ? [prlimit.path, ...prlimitWords(tightened(prlimit.limits, tighter)), '--'] : []),
    ...(setprivPath === undefined ? [] : [setprivPath, '--pdeathsig', 'KILL', '--']),
    toolPath,
  ]
}

export function wrapped(
  wrapper: Wrapper,
  toolPath: string,
  args: readonly string[],
  tighter: Partial<ToolLimits> = {},
): [command: string, args: string[]] {
  const words = [...leadingWords(wrapper, toolPath, tighter), ...args]
  const [command = toolPath, ...rest] =
    wrapper.niceness > 0 ? ['nice', '-n', String(wrapper.niceness), ...words] : words
  return [command, rest]
}

/**
 * All that a tool is told of our environment. The rest holds passwords, and words that ffmpeg heeds: a proxy
 * would be asked for what comes from this process's own reader, and FFREPORT writes a file of what it does.
 */
export function toolEnvironment({ searchPath }: Pick<Wrapper, 'searchPath'>): Record<string, string> {
  return { PATH: searchPath || '/usr/local/bin:/usr/bin:/bin' }
}

/** For the log: what guards a run on this machine. */
export function describeWrapper({ setprivPath, prlimit, niceness }: Wrapper): {
  readonly niceness: number
  readonly diesWithWorker: boolean
  readonly limits: ToolLimits | 'none: prlimit is not here'
} {
  return {
    niceness,
    diesWithWorker: setprivPath !== undefined,
    limits: prlimit?.limits ?? 'none: prlimit is not here',
  }
}

/** What stands before a media tool's own command line. */
export interface Wrapper {
  /** With setpriv the kernel ends the tool when this process dies, even by kill -9. */
  readonly setprivPath: string | undefined
  /** 0 to 19; a page must stay quick while a clip is worked on. */
  readonly niceness: number
}

/** The words before the tool's own arguments, the tool's path last. */
export function leadingWords({ setprivPath }: Pick<Wrapper, 'setprivPath'>, toolPath: string): string[] {
  return setprivPath === undefined ? [toolPath] : [setprivPath, '--pdeathsig', 'KILL', '--', toolPath]
}

export function wrapped(
  wrapper: Wrapper,
  toolPath: string,
  args: readonly string[],
): [command: string, args: string[]] {
  const words = [...leadingWords(wrapper, toolPath), ...args]
  const [command = toolPath, ...rest] =
    wrapper.niceness > 0 ? ['nice', '-n', String(wrapper.niceness), ...words] : words
  return [command, rest]
}

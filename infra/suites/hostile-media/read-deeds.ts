import { type Deed, readTrace } from './trace-lines.ts'

export type Found = {
  /** Network addresses that a tool turned to, other than the worker's own reader. */
  readonly outbound: string[]
  /** Files that a tool opened or tried to open and that are none of its business. */
  readonly foreign: string[]
  /** Calls within the machine: sockets of files and of the kernel. */
  readonly noted: string[]
  /** Programs that the worker started, by their last name. */
  readonly programs: ReadonlyMap<string, number>
  /** Lines of threads nobody saw begin; what they did cannot be judged. */
  readonly unknown: number
}

export type Known = {
  /** The threads of the worker when the watch began. */
  readonly workerThreads: readonly number[]
  /** Ports at which it listened then. */
  readonly workerPorts: readonly number[]
  readonly mayOpen: (path: string) => boolean
}

type Side = 'worker' | 'tool'

/** Everything that the worker started and did not do itself counts as a tool's deed. */
export function readDeeds(lines: Iterable<string>, known: Known): Found {
  const side = new Map<number, Side>(known.workerThreads.map((pid) => [pid, 'worker']))
  const waiting = new Map<number, Deed[]>()
  const ports = new Set(known.workerPorts)
  const listening = new Set<string>()
  const programs = new Map<string, number>()
  const connections: { readonly port: number | undefined; readonly words: string }[] = []
  const found = { outbound: [] as string[], foreign: [] as string[], noted: [] as string[] }

  const take = (deed: Deed): void => {
    const doer = side.get(deed.pid)
    if (doer === undefined) {
      // A child may speak before its parent's call returns and names it.
      waiting.set(deed.pid, [...(waiting.get(deed.pid) ?? []), deed])
      return
    }
    if (/^(clone3?|v?fork)$/.test(deed.call) && (deed.answer ?? 0) > 0) {
      const child = deed.answer ?? 0
      side.set(child, doer === 'worker' && deed.words.includes('CLONE_THREAD') ? 'worker' : 'tool')
      const early = waiting.get(child) ?? []
      waiting.delete(child)
      for (const one of early) take(one)
    } else if (doer === 'worker') listen(deed)
    else judge(deed)
  }

  const listen = ({ call, words, answer }: Deed): void => {
    if (answer !== 0) return
    const descriptor = /^\d+/.exec(words)?.[0] ?? ''
    if (call === 'listen') listening.add(descriptor)
    const port = Number(/sin_port=htons\((\d+)\)/.exec(words)?.[1] ?? 0)
    if (call === 'getsockname' && listening.has(descriptor) && port > 0) ports.add(port)
  }

  const judge = (deed: Deed): void => {
    const { call, words } = deed
    if (/^(open|openat|openat2|creat)$/.test(call)) {
      // A process that names itself by its number.
      const path = pathOf(deed).replace(new RegExp(`^/proc/${deed.pid}/`), '/proc/self/')
      if (!known.mayOpen(path)) found.foreign.push(path)
    } else if (/^execve(at)?$/.test(call)) {
      const program = /"([^"]*)"/.exec(words)?.[1]?.split('/').at(-1) ?? '?'
      if (deed.answer === 0) programs.set(program, (programs.get(program) ?? 0) + 1)
    } else if (/sa_family=AF_(INET6?|UNIX|NETLINK|\w+)/.test(words)) {
      if (/sa_family=AF_(UNIX|NETLINK)/.test(words)) found.noted.push(`${call} ${words}`)
      else if (call !== 'getsockname') {
        const own = call === 'connect' && words.includes('inet_addr("127.0.0.1")')
        const port = own ? Number(/sin_port=htons\((\d+)\)/.exec(words)?.[1]) : undefined
        connections.push({ port, words: `${call} ${words}` })
      }
    }
  }

  for (const event of readTrace(lines)) {
    if ('gone' in event) side.delete(event.gone)
    else take(event)
  }
  // The reader's port may have been told after the tool that uses it was started.
  for (const { port, words } of connections)
    if (port === undefined || !ports.has(port)) found.outbound.push(words)
  const unknown = [...waiting.values()].reduce((sum, deeds) => sum + deeds.length, 0)
  return { ...found, programs, unknown }
}

/** With -y a path from a folder reads `AT_FDCWD</folder>, "name"`, and an opened one tells where it really lies. */
function pathOf({ words }: Deed): string {
  const [, folder = '', path = ''] = /^(?:\w+<([^>]*)>, )?"((?:[^"\\]|\\.)*)"/.exec(words) ?? []
  return path.startsWith('/') ? path : `${folder}/${path}`
}

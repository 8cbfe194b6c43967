/** What a process of the worker did, as far as the suite cares. */
export type Deed = {
  /** Of the thread that did it. */
  readonly pid: number
  readonly call: string
  /** What stands between the brackets of the call. */
  readonly words: string
  /** What it was answered with; undefined while it never returned. */
  readonly answer: number | undefined
}

const CALL = /^(\w+)\((.*)\)\s+= (-?\d+|\?)/
const RESUMED = /^<\.\.\. \w+ resumed>(.*)$/
const UNFINISHED = / <unfinished \.\.\.>$/

/**
 * Reads the lines of `strace -f -o`, in their order. A call that another thread's line cut in two is one again,
 * and told where it returned. `gone` is told for every thread that ended.
 */
export function* readTrace(lines: Iterable<string>): Generator<Deed | { readonly gone: number }> {
  const begun = new Map<number, string>()
  for (const line of lines) {
    const [, number, rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    if (number === undefined) continue
    const pid = Number(number)
    if (rest.startsWith('+++')) {
      const open = begun.get(pid)
      // It ended in the middle of a call: what it asked for counts.
      if (open !== undefined) yield* deed(pid, `${open}) = ?`)
      begun.delete(pid)
      yield { gone: pid }
      continue
    }
    if (UNFINISHED.test(rest)) {
      begun.set(pid, rest.replace(UNFINISHED, ''))
      continue
    }
    const tail = RESUMED.exec(rest)?.[1]
    const whole = tail === undefined ? rest : `${begun.get(pid) ?? ''}${tail}`
    if (tail !== undefined) begun.delete(pid)
    yield* deed(pid, whole)
  }
  for (const [pid, open] of begun) yield* deed(pid, `${open}) = ?`)
}

function* deed(pid: number, text: string): Generator<Deed> {
  const [, call, words = '', answer] = CALL.exec(text) ?? []
  if (call === undefined) return
  yield { pid, call, words, answer: answer === '?' ? undefined : Number(answer) }
}

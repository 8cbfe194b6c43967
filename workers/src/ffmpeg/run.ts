import ffmpeg from 'fluent-ffmpeg'
import { cpuWithin } from './tool-limits.ts'
import { leadingWords, toolEnvironment, type Wrapper } from './wrapper.ts'

export interface FfmpegTool {
  readonly ffmpegPath: string
  readonly wrapper: Wrapper
}

/** One ffmpeg process. Every word is one token; nothing is split or quoted on the way. */
export interface FfmpegCommand {
  readonly input: { readonly args: readonly string[]; readonly file: string }
  readonly output: { readonly args: readonly string[]; readonly file: string }
}

export type FfmpegEnd = 'exited' | 'killed' | 'not-started' | 'aborted' | 'too-slow'

/** Its message says how ffmpeg ended and nothing of what it printed, which may quote the file. */
export class FfmpegFault extends Error {
  override readonly name = 'FfmpegFault'
  readonly end: FfmpegEnd
  /** The last lines it printed, for telling kinds of trouble apart. */
  readonly tail: readonly string[]

  constructor(end: FfmpegEnd, tail: readonly string[]) {
    super(`ffmpeg ${end}`)
    this.end = end
    this.tail = tail
  }

  get code(): string {
    return `ffmpeg-${this.end}`
  }
}

const TAIL_LINES = 40
const PROGRESS_LINE = /^(\w+)=\s*(\S.*)$/

/**
 * Runs one ffmpeg to its end. `onProgress` hears how much of the output there is, in milliseconds. Rejects with
 * FfmpegFault when it fails, is aborted, or is not done after `timeLimitMs`.
 */
export async function runFfmpeg(
  tool: FfmpegTool,
  { input, output }: FfmpegCommand,
  options: {
    readonly signal: AbortSignal
    readonly timeLimitMs: number
    readonly onProgress?: (outputMs: number) => void
  },
): Promise<void> {
  const [command = tool.ffmpegPath, ...leading] = leadingWords(
    tool.wrapper,
    tool.ffmpegPath,
    cpuWithin(options.timeLimitMs),
  )
  const global = [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-nostats', '-progress', 'pipe:2'],
    // What cannot be decoded of one track must not end the whole run badly: what came out is looked at afterwards.
    ...['-max_error_rate', '1'],
  ]
  const running = tamed(
    ffmpeg({ niceness: tool.wrapper.niceness, stdoutLines: TAIL_LINES }),
    command,
    tool.wrapper,
  )
  running
    .input(input.file)
    // More than one argument, or it splits at spaces.
    .inputOptions(...pair([...leading, ...global, ...input.args]))
    .output(output.file)
    .outputOptions(...pair(output.args))

  const tail: string[] = []
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const fail = (end: FfmpegEnd) => reject(new FfmpegFault(end, tail))
  const kill = () => running.kill('SIGKILL')
  let killedAs: FfmpegEnd | undefined
  const abort = () => {
    killedAs ??= 'aborted'
    kill()
  }
  const timer = setTimeout(() => {
    killedAs ??= 'too-slow'
    kill()
  }, options.timeLimitMs)

  running.on('start', () => {
    // It may have been too early to kill anything before.
    if (killedAs !== undefined) kill()
  })
  running.on('stderr', (line: string) => {
    const [, key, value = ''] = PROGRESS_LINE.exec(line) ?? []
    if (key === 'out_time_us') options.onProgress?.(Math.max(0, Number.parseInt(value, 10) || 0) / 1_000)
    else if (key === undefined) tail.splice(0, tail.push(line) - TAIL_LINES)
  })
  running.on('end', () => resolve())
  running.on('error', (error: Error) => {
    if (killedAs !== undefined) fail(killedAs)
    else if (/killed with signal/.test(error.message)) fail('killed')
    else if (/exited with code/.test(error.message)) fail('exited')
    else fail('not-started')
  })
  options.signal.addEventListener('abort', abort, { once: true })
  try {
    if (options.signal.aborted) abort()
    running.run()
    await promise
  } finally {
    clearTimeout(timer)
    options.signal.removeEventListener('abort', abort)
  }
}

/** Its types ask for one argument at least, its code for two to leave them alone. */
function pair(words: readonly string[]): [string, string, ...string[]] {
  const [first, second, ...rest] = words
  if (first === undefined || second === undefined) throw new Error('options come in pairs')
  return [first, second, ...rest]
}

type Ring = { get(): string }
type SpawnEnd = (error: Error | null, stdout?: Ring, stderr?: Ring) => void
type Spawn = (
  args: string[],
  options: object,
  onProcess: (...made: unknown[]) => void,
  onEnd: SpawnEnd,
) => void

const nothingPrinted: Ring = { get: () => '' }

/**
 * fluent-ffmpeg is not maintained any more, so little of it is used: it starts the process and hands over its
 * lines. Its look at what this ffmpeg can do costs a process a job and breaks on newer ones; its progress is
 * guessed from a line meant for people; its splitting of options breaks on spaces; and where the process
 * cannot be started at all it throws where nobody can catch it.
 */
function tamed(command: ffmpeg.FfmpegCommand, path: string, wrapper: Wrapper): ffmpeg.FfmpegCommand {
  const spawn: unknown = Reflect.get(command, '_spawnFfmpeg')
  if (!isSpawn(spawn)) throw new Error('this fluent-ffmpeg is not the one that was read')
  return Object.assign(command, {
    _checkCapabilities: (done: (error: null) => void) => done(null),
    availableEncoders: (done: (error: null, encoders: object) => void) => done(null, {}),
    _getFfmpegPath: (done: (error: null, path: string) => void) => done(null, path),
    _spawnFfmpeg: (...[args, options, onProcess, onEnd]: Parameters<Spawn>) =>
      spawn.call(
        command,
        args,
        { ...options, env: toolEnvironment(wrapper) },
        onProcess,
        (error, stdout, stderr) => onEnd(error, stdout ?? nothingPrinted, stderr ?? nothingPrinted),
      ),
  })
}

const isSpawn = (value: unknown): value is Spawn => typeof value === 'function'

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryRoot } from '../../local/repository-root.ts'
import { type InputName, inputRecipe, tenfoldArgs, turnArgs } from './input-args.ts'
import { probeInput } from './probe-input.ts'
import { type MediaTools, runTool } from './tools.ts'

export type Input = {
  readonly name: InputName
  readonly file: string
  readonly seconds: number
  readonly sizeBytes: number
  /** As a player shows it. */
  readonly width: number
  readonly height: number
  readonly kbit: number
}

export type Inputs = {
  readonly short: (name: InputName) => Promise<Input>
  /** Ten times as long. */
  readonly long: (name: InputName) => Promise<Input>
}

/** The clips that are measured with, each made when it is first asked for and kept between runs. */
export function inputsOf(tools: MediaTools, seconds: number, say: (line: string) => void): Inputs {
  const folder = join(repositoryRoot, '.cache/bench-media')
  const make = async (label: string, args: readonly string[], extension: string): Promise<string> => {
    const key = createHash('sha256').update(args.join('\n')).digest('hex').slice(0, 12)
    const file = join(folder, `${label}-${key}.${extension}`)
    if (existsSync(file)) return file
    await mkdir(folder, { recursive: true })
    say(`making ${label}`)
    const making = join(folder, `making-${process.pid}.${extension}`)
    try {
      await runTool(tools.ffmpegPath, ['-v', 'error', '-nostdin', '-y', ...args, making])
      await rename(making, file)
    } finally {
      await rm(making, { force: true })
    }
    return file
  }
  const flat = async (name: InputName): Promise<string> => {
    const { encode, extension } = inputRecipe(name, seconds)
    return await make(`${name}-${seconds}s`, encode, extension)
  }
  const finished = async (name: InputName, label: string, from: string): Promise<Input> => {
    const { extension, turned } = inputRecipe(name, seconds)
    const file = turned ? await make(`${label}-turned`, turnArgs(from), extension) : from
    const { size } = await stat(file)
    const probed = await probeInput(tools, file)
    return { name, file, sizeBytes: size, ...probed, kbit: (size * 8) / 1_000 / probed.seconds }
  }
  return {
    short: async (name) => await finished(name, `${name}-${seconds}s`, await flat(name)),
    long: async (name) => {
      const { extension } = inputRecipe(name, seconds)
      const label = `${name}-${seconds * 10}s`
      return await finished(name, label, await make(label, tenfoldArgs(await flat(name)), extension))
    },
  }
}

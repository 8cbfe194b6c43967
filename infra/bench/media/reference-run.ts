import { spawn } from 'node:child_process'
import type { MediaStage } from './media-stage.ts'
import type { ReferenceCommand } from './reference.ts'
import { watchOthers } from './weather.ts'

/** What is needed to count what commands take; a whole stage has it. */
export type CountingGround = Pick<MediaStage, 'book' | 'tools' | 'inFolder'>

export type ReferenceSeen = {
  readonly cpuSeconds: number
  readonly wallSeconds: number
  readonly othersShare: number
}

/** Runs the commands one after the other, counted as the worker is. Rejects with what ffmpeg said when one fails. */
export async function runReference(
  ground: CountingGround,
  commands: (dir: string) => readonly ReferenceCommand[],
): Promise<ReferenceSeen> {
  const account = await ground.book.open()
  try {
    return await ground.inFolder(async (dir) => {
      const others = await watchOthers(ground.book)
      const before = await account.seconds()
      const started = performance.now()
      for (const args of commands(dir)) await run(dir, ...account.inside(ground.tools.ffmpegPath, args))
      const wallSeconds = (performance.now() - started) / 1_000
      return { wallSeconds, cpuSeconds: (await account.seconds()) - before, othersShare: await others() }
    })
  } finally {
    await account.close()
  }
}

async function run(cwd: string, command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, [...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2_000)
  })
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail)
    child.once('close', done)
  })
  if (code !== 0) throw new Error(`a reference ended with ${code}: ${said}`)
}

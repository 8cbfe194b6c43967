import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** There is no room to work in; another worker, or this one later, may have it. */
export class ScratchFull extends Error {
  override readonly name = 'ScratchFull'
  readonly code = 'scratch-full'
}

/**
 * Gives `work` a folder of its own and removes it whatever happens. The folder's name carries the process, so that
 * a killed one's leavings can be told.
 */
export async function withScratch<Result>(
  scratchDir: string,
  work: (dir: string) => Promise<Result>,
): Promise<Result> {
  await mkdir(scratchDir, { recursive: true, mode: 0o700 })
  const dir = await mkdtemp(join(scratchDir, `${process.pid}-`))
  try {
    return await work(dir)
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Removes what processes left that are no more. Called before this one has begun anything. */
export async function clearScratch(scratchDir: string): Promise<void> {
  const names = await readdir(scratchDir).catch(() => [])
  for (const name of names) {
    const pid = Number(/^(\d+)-/.exec(name)?.[1])
    if (!pid || (pid !== process.pid && isAlive(pid))) continue
    await rm(join(scratchDir, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process is alive as well.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Part, startWorker } from '@cuepoint/infra/local'
import { type ClipTimes, followClip } from './clip-watch.ts'
import type { CpuAccount } from './cpu-account.ts'
import type { Input } from './inputs.ts'
import type { MediaStage } from './media-stage.ts'
import { type SeenProcesses, watchTools } from './process-watch.ts'
import { peakMiBOf } from './read-processes.ts'
import { watchOthers } from './weather.ts'

export type WorkerJob = {
  readonly input: Input
  readonly until: 'watchable' | 'complete'
  /** How many worker processes share the work. */
  readonly workers?: number
  readonly env?: Readonly<Record<string, string>>
  /** Looks at what was made, before it is taken away. */
  readonly inspect?: (clipId: string) => Promise<void>
}

export type WorkerSeen = ClipTimes &
  SeenProcesses & {
    /** Of the workers and everything they started, from the asking to their end; without their start. */
    readonly cpuSeconds: number
    readonly nodePeakMiB: number
    /** The same before there was any work: what the program itself takes. */
    readonly nodeReadyMiB: number
    readonly othersShare: number
  }

/** A clip is worked on many times faster than this, even on a slow machine. */
const LIMIT_FACTOR = 40
const LIMIT_AT_LEAST_SECONDS = 300

/** Has fresh workers work on a clip that has arrived, and takes everything away again. */
export async function runWorkers(stage: MediaStage, job: WorkerJob): Promise<WorkerSeen> {
  const clipId = await stage.arrive(job.input)
  const account = await stage.book.open()
  const workers: Part[] = []
  try {
    for (let n = 0; n < (job.workers ?? 1); n += 1)
      workers.push(await startOne(stage, account, n, job.env ?? {}))
    const nodeReadyMiB = await highestOf(workers)
    const others = await watchOthers(stage.book)
    const tools = watchTools(account)
    const before = await account.seconds()
    await stage.database.query(`insert into outbox (job, payload) values ('process-clip', $1)`, [
      JSON.stringify({ clipId, attempt: 1 }),
    ])
    const times = await followClip(
      stage.database,
      clipId,
      job.until,
      Math.max(LIMIT_AT_LEAST_SECONDS, job.input.seconds * LIMIT_FACTOR),
    ).catch((error: unknown) => {
      const words = workers.map((worker) => worker.child?.lastWords()).join('\n')
      throw new Error(`the worker did not do its work; its last words:\n${words}`, { cause: error })
    })
    const nodePeakMiB = await highestOf(workers)
    // What it does after the last word counts too, and a tree can only be counted while it stands.
    if (stage.book.method !== 'proc' && job.until === 'complete') await stopAll(workers)
    const cpuSeconds = (await account.seconds()) - before
    const seen = { ...(await tools()), othersShare: await others() }
    await job.inspect?.(clipId)
    return { ...times, ...seen, cpuSeconds, nodePeakMiB, nodeReadyMiB }
  } finally {
    await stopAll(workers)
    await account.close()
    await stage.remove(clipId)
  }
}

async function startOne(
  stage: MediaStage,
  account: CpuAccount,
  n: number,
  env: Readonly<Record<string, string>>,
): Promise<Part> {
  const { ground, product } = stage.product
  // Each clears its scratch when it starts: two in one folder would take it from each other.
  const scratch = join(ground.dataDir, `scratch-bench-${n}`)
  await mkdir(scratch, { recursive: true })
  const worker = await startWorker(
    ground,
    { ...product.env, SCRATCH_DIR: scratch, ...env },
    { name: `bench-worker-${n}`, started: account.inside },
  )
  account.adopt(worker.child?.pid ?? 0)
  return worker
}

async function highestOf(workers: readonly Part[]): Promise<number> {
  const peaks = await Promise.all(workers.map((worker) => peakMiBOf(worker.child?.pid ?? 0)))
  return Math.max(...peaks.map((peak) => peak ?? 0))
}

async function stopAll(workers: readonly Part[]): Promise<void> {
  await Promise.all(workers.map((worker) => worker.stop()))
}

import { availableParallelism } from 'node:os'
import { withWorkers } from './eight-workers.ts'
import { changeFaults } from './faulty-storage.ts'
import { holdRungs } from './hold-rungs.ts'
import type { Input } from './inputs.ts'
import { countLost } from './lost-files.ts'
import type { MediaStage } from './media-stage.ts'
import type { ReferenceCommand, ReferenceJob } from './reference.ts'
import { perRendition, plainLadder, plainLadderTopCopied } from './reference-ladder.ts'
import { mediaCms } from './reference-mediacms.ts'
import { peerTube } from './reference-peertube.ts'
import { runReference } from './reference-run.ts'
import type { Turn, Variant } from './rounds.ts'
import { rungsOf } from './rungs.ts'
import { runWorkers, type WorkerJob, type WorkerSeen } from './worker-run.ts'

/** As many as the worker gives its own. */
const threads = Math.min(4, availableParallelism())
const MUCH_KBIT = '1000000'
/** The clip's own pictures become the top rendition, whatever their rate. */
const topCopied = { COPY_MAX_KBIT: MUCH_KBIT, PART_ABOVE_SECONDS: '86400' }
/** Everything is encoded. */
const nothingCopied = { COPY_MAX_KBIT: '1', PART_ABOVE_SECONDS: '86400' }
const partsOf = (seconds: number) => ({
  COPY_MAX_KBIT: '1',
  PART_ABOVE_SECONDS: String(Math.max(1, Math.round(seconds / 6))),
  PART_SECONDS: String(Math.max(4, Math.round(seconds / 4))),
})

/** Everything that is run in rounds, by its name in the figures. */
export function variantsOf(stage: MediaStage): readonly Variant[] {
  const { short, long } = stage.inputs
  const worker = (
    name: string,
    input: () => Promise<Input>,
    job: Partial<Omit<WorkerJob, 'input'>>,
    more: (seen: WorkerSeen) => Readonly<Record<string, number>> = () => ({}),
  ): Variant => ({
    name,
    run: async () => {
      const given = await input()
      const seen = await runWorkers(stage, { until: 'complete', ...job, input: given })
      if (job.until !== 'watchable') holdRungs(given, seen.ffmpegCommands)
      return turnOf(given, seen, more(seen))
    },
  })
  const reference = (
    name: string,
    input: () => Promise<Input>,
    commands: (job: ReferenceJob) => readonly ReferenceCommand[],
  ): Variant => ({
    name,
    run: async () => {
      const given = await input()
      const { cpuSeconds, wallSeconds, othersShare } = await runReference(stage, (dir) =>
        commands({ input: given, rungs: rungsOf(given), threads, dir }),
      )
      return { othersShare, seen: { cpu: cpuSeconds, wall: wallSeconds } }
    },
  })
  const h264 = () => short('h264')
  const hevc = () => short('hevc')
  const vfr = () => short('vfr')
  const one = (command: (job: ReferenceJob) => ReferenceCommand) => (job: ReferenceJob) => [command(job)]
  const memory = (seen: WorkerSeen) => ({
    node: seen.nodePeakMiB,
    nodeReady: seen.nodeReadyMiB,
    ffmpeg: seen.ffmpegPeakMiB,
    ...(seen.leftError === undefined ? {} : { leftError: seen.leftError }),
  })

  return [
    worker('copyLong', () => long('h264'), { until: 'watchable', env: topCopied }),
    worker('encodeShort', hevc, { until: 'watchable' }),
    worker('encodeLong', () => long('hevc'), { until: 'watchable' }),

    // What is held against each other stands side by side: a machine has other moods six minutes later.
    worker('topCopied', h264, { env: topCopied }, memory),
    reference('plainTopCopied', h264, one(plainLadderTopCopied)),
    worker('whole', h264, { env: nothingCopied }, memory),
    reference('plain', h264, one(plainLadder)),
    worker('lowFirst', hevc, { env: nothingCopied }),
    reference('plainHevc', hevc, one(plainLadder)),
    worker('variableRate', vfr, { env: nothingCopied }),
    reference('plainVariableRate', vfr, one(plainLadder)),
    reference('perRendition', h264, perRendition),
    reference('peerTube', h264, peerTube),
    reference('mediaCms', h264, mediaCms),

    { name: 'inParts', run: async () => await inParts(stage, 1) },
    { name: 'inPartsByTwo', run: async () => await inParts(stage, 2) },

    {
      ...worker(
        'memoryLong',
        () => long('h264'),
        { env: partsOfLong },
        (seen) => ({ ...memory(seen), eightWorkers: withWorkers(8, seen) }),
      ),
      isLong: true,
    },

    {
      name: 'faultyStorage',
      run: async () => {
        const input = await h264()
        const lost = { count: Number.NaN }
        await changeFaults(stage, { errorRate: 0.1, operations: ['PutObject'] })
        try {
          const seen = await runWorkers(stage, {
            input,
            until: 'complete',
            env: topCopied,
            inspect: async (clipId) => {
              await changeFaults(stage, { errorRate: 0, operations: [] })
              lost.count = await countLost(stage, clipId)
            },
          })
          return turnOf(input, seen, { lost: lost.count })
        } finally {
          await changeFaults(stage, { errorRate: 0, operations: [] })
        }
      },
    },
  ]
}

/** In the lengths that a worker has from itself, its own pictures on top. */
const partsOfLong = { COPY_MAX_KBIT: MUCH_KBIT }

async function inParts(stage: MediaStage, workers: number): Promise<Turn> {
  const input = await stage.inputs.short('h264')
  const seen = await runWorkers(stage, { input, until: 'complete', workers, env: partsOf(input.seconds) })
  return turnOf(input, seen, { parts: seen.parts.length })
}

function turnOf(input: Input, seen: WorkerSeen, more: Readonly<Record<string, number>>): Turn {
  return {
    othersShare: seen.othersShare,
    seen: {
      cpu: seen.cpuSeconds,
      watchable: seen.watchableSeconds,
      length: input.seconds,
      ...(seen.completeSeconds === undefined ? {} : { wall: seen.completeSeconds }),
      ...more,
    },
  }
}

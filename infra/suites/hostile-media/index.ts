import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openProductStage, type ProductStage } from '../stage/product-stage.ts'
import { signInTeacher, type Teacher } from '../stage/teacher.ts'
import { bombs } from './bombs.ts'
import { type Canary, openCanary } from './canary.ts'
import { damaged } from './damaged.ts'
import { disguisedPlaylists } from './disguised-playlists.ts'
import { fuzzed } from './fuzzed.ts'
import type { HostileFile, Scene } from './hostile-file.ts'
import { mayOpen } from './may-open.ts'
import { otherKinds } from './other-kinds.ts'
import { polyglots } from './polyglots.ts'
import type { Found } from './read-deeds.ts'
import { references } from './references.ts'
import { layScene } from './scene.ts'
import { findStrace, watchCalls } from './strace.ts'
import { type ToolProcesses, watchTools } from './tool-processes.ts'
import { tryFile } from './try-file.ts'

export const about = {
  name: 'hostile-media',
  proves:
    'files made to do harm are refused with a reason or cost little, and no tool calls out, opens another file or stays behind',
  takes:
    'about 4 minutes; needs strace and a user who may trace processes of his own; words choose files by name',
}

const root = resolve(import.meta.dirname, '../../..')
/** Far beyond what any of them takes alone: a busy machine is no fault of theirs. */
const FILE_LIMIT_MS = 180_000
/** What a tool may hold for any of these files, all of which are small. */
const MEMORY_LIMIT_MIB = 700
const LEFT_GRACE_MS = 3_000
const KILLED_GRACE_MS = 100

const every: readonly HostileFile[] = [
  { name: 'good.mp4', expected: 'ready', make: ({ good }) => good },
  ...disguisedPlaylists,
  ...references,
  ...polyglots,
  ...bombs,
  ...damaged,
  ...otherKinds,
  ...fuzzed,
]

export async function run({ args }: { readonly args: readonly string[] }): Promise<Record<string, number>> {
  const strace = findStrace(process.env['PATH'])
  const files = every.filter(({ name }) => args.length === 0 || args.some((word) => name.includes(word)))
  const catalog = JSON.parse(await readFile(join(root, 'web/src/catalogs/en/clips.json'), 'utf8')) as {
    rejected: Record<string, unknown>
  }
  const dir = await mkdtemp(join(tmpdir(), 'cuepoint-hostile-'))
  await chmod(dir, 0o755)
  const canary = await openCanary()
  const stage = await openProductStage()
  const workerPid = () => stage.product.part('worker').part().child?.pid ?? 0
  const tools = watchTools(workerPid)
  try {
    const { env, url } = stage.product
    const ffmpeg = env['FFMPEG_PATH'] ?? 'ffmpeg'
    const scene = await layScene(dir, ffmpeg, canary.url)
    const teacher = await signInTeacher(url, env['DATABASE_URL'] ?? '')
    const allowed = mayOpen(env['SCRATCH_DIR'] ?? '', toolDirs(env))
    const calls = await watchCalls(strace, workerPid(), join(dir, 'calls.trace'), allowed)
    const { peakMiB, longestSeconds, ...counted } = await tryAll(
      stage,
      { teacher, scene, canary, tools, files },
      new Set(Object.keys(catalog.rejected)),
    )
    await delay(LEFT_GRACE_MS)
    const left = (await tools.alive()).size
    const found = await calls.stop()
    tell(found, canary)
    return {
      ...counted,
      outboundConnections: found.outbound.length + canary.calls(),
      foreignFilesOpened: found.foreign.length,
      ffmpegLeft: left + (await leftByKilledWorker(stage, teacher, scene, tools)),
      peakMiB,
      longestSeconds,
    }
  } finally {
    await tools.stop()
    await stage.close()
    canary.close()
    await rm(dir, { recursive: true, force: true })
  }
}

type Play = {
  readonly teacher: Teacher
  readonly scene: Scene
  readonly canary: Canary
  readonly tools: ToolProcesses
  readonly files: readonly HostileFile[]
}

async function tryAll(stage: ProductStage, play: Play, sentences: ReadonlySet<string>) {
  const { teacher, scene, canary, tools, files } = play
  const counted = { files: files.length, refused: 0, bounded: 0, wrong: 0, peakMiB: 0, longestSeconds: 0 }
  const falls = () => stage.said.filter((line) => line.includes('ended by itself')).length
  for (const file of files) {
    const before = { falls: falls(), calls: canary.calls() }
    tools.takePeakMiB()
    const outcome = await tryFile(teacher, scene, file, { limitMs: FILE_LIMIT_MS, sentences })
    const peakMiB = tools.takePeakMiB()
    const faults = [
      ...(outcome.kind === 'wrong' ? [outcome.words] : []),
      ...(falls() > before.falls ? ['a process ended'] : []),
      ...(canary.calls() > before.calls ? ['somebody called out'] : []),
      ...(peakMiB > MEMORY_LIMIT_MIB ? [`a tool held ${peakMiB} MiB`] : []),
    ]
    if (faults.length > 0) counted.wrong += 1
    else if (outcome.kind === 'refused') counted.refused += 1
    else counted.bounded += 1
    counted.peakMiB = Math.max(counted.peakMiB, peakMiB)
    counted.longestSeconds = Math.max(counted.longestSeconds, Math.round(outcome.seconds * 10) / 10)
    const kind = faults.length > 0 ? 'wrong' : outcome.kind
    const cost = `${outcome.seconds.toFixed(1)} s ${String(peakMiB).padStart(4)} MiB`
    console.log(`${kind.padEnd(8)} ${file.name.padEnd(48)} ${cost}  ${faults.join('; ') || outcome.words}`)
  }
  return counted
}

function tell({ outbound, foreign, noted, programs, unknown }: Found, canary: Canary): void {
  console.log(
    `\nprograms that the worker started: ${[...programs].map(([name, times]) => `${name} ${times}`).join(', ')}`,
  )
  for (const line of new Set(outbound)) console.log(`called out: ${line}`)
  for (const path of new Set(foreign)) console.log(`opened: ${path}`)
  for (const line of new Set(noted)) console.log(`noted, within this machine: ${line}`)
  console.log(`calls at the canary: ${canary.calls()}`)
  const looked = programs.get('ffprobe') ?? 0
  // A watch that saw nothing proves nothing.
  if (unknown > 0 || looked === 0)
    throw new Error(
      `the watch is not to be believed: ${unknown} calls of unknown processes, ${looked} of ffprobe`,
    )
}

/** The folders of tools that were unpacked for this folder only; a system's own need no mention. */
function toolDirs(env: Readonly<Record<string, string>>): string[] {
  return [env['FFMPEG_PATH'], env['FFPROBE_PATH']]
    .filter((path) => path?.startsWith(join(root, '.cache')))
    .map((path) => dirname(dirname(path ?? '')))
}

/** Kills the worker in the middle of a long clip: what it started has to go with it. */
async function leftByKilledWorker(
  stage: ProductStage,
  teacher: Teacher,
  scene: Scene,
  tools: ToolProcesses,
): Promise<number> {
  const long = ['-f', 'lavfi', '-i', 'testsrc2=s=1280x720:d=20', '-c:v', 'libx264', '-preset', 'ultrafast']
  await scene.film(long, 'long.mkv')
  const clipId = await teacher.newClip('A long one')
  await teacher.send(clipId, join(scene.dir, 'long.mkv'))
  const endsMs = performance.now() + FILE_LIMIT_MS
  let before = await tools.alive('ffmpeg')
  while (before.size === 0) {
    if (performance.now() > endsMs) throw new Error('no tool was started for the long clip')
    await delay(20)
    before = await tools.alive('ffmpeg')
  }
  const worker = stage.product.part('worker')
  const fallen = worker.part().child?.exited
  const restarted = worker.restart('outright')
  await fallen
  // Sooner than ffmpeg finds out by itself that nobody listens to it any more.
  await delay(KILLED_GRACE_MS)
  const after = await tools.alive()
  await restarted
  return [...before].filter((name) => after.has(name)).length
}

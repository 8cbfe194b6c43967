import { type InputLimits, inputArgs } from './accepted-input.ts'
import { mayBeCopied } from './copyable.ts'
import { type Description, descriptionEntries, isPicture, isTabled, parseDescription } from './description.ts'
import { createPacketReader, type PacketReader } from './packet-times.ts'
import type { ProbeRefusal, ProbeReport } from './probe-report.ts'
import { type ProbeTool, readLines } from './read-lines.ts'
import { refusalBeyond, refusalFrom } from './refusal.ts'
import { headerTrack, reportOf } from './tracks.ts'

export interface ProbeOptions extends InputLimits {
  /** Pictures and pieces of sound, all tracks together: no more are counted. */
  readonly maxFrames: number
  readonly maxDurationMs: number
  readonly signal: AbortSignal
  /** A local file like the one at `address`, but for holes where nothing of it was read yet. */
  readonly outline?: string
}

/** What a file says about itself takes a few kilobytes. */
const DESCRIPTION_BYTES = 4 * 1024 ** 2
/** And less than a second, even with the whole index of an hour. */
const DESCRIPTION_CPU_SECONDS = 12
const DESCRIPTION_LIMIT_MS = 2 * 60_000
/** How often it is asked whether there has been enough. */
const LINES_BETWEEN = 1_000

/**
 * Reads what a file says about itself, then the times of its packets, because headers lie: of all of them; of those
 * that a table of contents lists, where it vouches for the middle; or of the two ends, where moreover nothing is to be
 * copied. `address` is a local file or the worker's own reader. Rejects when ffprobe cannot be run or is stopped from outside, takes too long, or
 * `signal` aborts; a file that cannot be read, or only by taking more of the machine than a lesson may, is a refusal.
 */
export async function probe(
  tool: ProbeTool,
  address: string,
  options: ProbeOptions,
): Promise<ProbeReport | ProbeRefusal> {
  const guarded = (source: string) => ['-hide_banner', '-v', 'error', ...inputArgs(options, source)]
  let json = ''
  const described = await readLines(
    tool,
    [...guarded(address), '-of', 'json', '-show_entries', descriptionEntries, address],
    (line) => {
      json += line
    },
    options.signal,
    {
      maxBytes: DESCRIPTION_BYTES,
      cpuSeconds: DESCRIPTION_CPU_SECONDS,
      timeLimitMs: DESCRIPTION_LIMIT_MS,
    },
  )
  const beyond = refusalBeyond(described, options)
  if (beyond) return beyond
  const description = parseDescription(json)
  if (!description || description.streams.length === 0) return refusalFrom(described.complaints)
  const readTimes = (interval: readonly string[], source = address) =>
    readPackets(tool, [...guarded(source), ...interval], source, description, options)
  const listed = listedPicture(description)
  if (listed !== undefined) {
    const { durationMs, copyable } = listed
    const read = !copyable
      ? await readTimes(['-read_intervals', endsOf(durationMs)])
      : options.outline === undefined
        ? undefined
        : // The table alone tells the times; there is nothing to parse in a hole.
          await readTimes(['-fflags', 'noparse'], options.outline)
    if (read && 'refused' in read) return read.refused
    const report = read && reportOf(description, read.packets, copyable)
    if (report?.video && Math.abs(report.video.endMs - report.video.startMs - durationMs) < END_TOLERANCE_MS)
      return report
  }
  const all = await readTimes([])
  return 'refused' in all ? all.refused : reportOf(description, all.packets, true)
}

/** The times of the packets that `interval` in the arguments leaves, bounded by what a lesson may have of them. */
async function readPackets(
  tool: ProbeTool,
  args: readonly string[],
  address: string,
  { streams }: Description,
  options: ProbeOptions,
): Promise<{ packets: PacketReader } | { refused: ProbeRefusal }> {
  const packets = createPacketReader()
  const heardOrSeen = streams.filter(({ codec_type }) => /^(video|audio)$/.test(codec_type ?? ''))
  let counted = 0
  let enough: 'too-many-frames' | 'too-long' | undefined
  const shown = [
    '-show_entries',
    'packet=stream_index,pts_time,dts_time,duration_time,pos,flags',
    '-of',
    'csv=p=0',
  ]
  const read = await readLines(
    tool,
    [...args, ...shown, address],
    (line) => {
      counted += 1
      packets.line(line)
      if (counted > options.maxFrames) enough = 'too-many-frames'
      // A list of edits can repeat a few pictures for days: nobody waits for its end.
      else if (
        counted % LINES_BETWEEN === 0 &&
        heardOrSeen.some(({ index }) => packets.spanMs(index) > options.maxDurationMs)
      )
        enough = 'too-long'
      return enough && 'enough'
    },
    options.signal,
  )
  if (enough) return { refused: { readable: false, why: enough } }
  const refused = refusalBeyond(read, options)
  return refused ? { refused } : { packets }
}

/** Shorter files are read whole in no time. */
const SHORT_MS = 30_000
const END_MS = 8_000
const END_TOLERANCE_MS = 1_000

/** The picture by a table of contents that can be trusted once its end was seen; undefined where there is none. */
function listedPicture({
  format,
  streams,
}: Description): { readonly durationMs: number; readonly copyable: boolean } | undefined {
  if (!isTabled({ format })) return undefined
  const video = streams.find((stream) => isPicture(stream))
  const durationMs = Number(video?.duration ?? 0) * 1_000
  // A file in fragments has no table; its header may say anything.
  if (!video || !(durationMs > SHORT_MS) || !(Number(video.nb_frames) > 0)) return undefined
  return { durationMs, copyable: mayBeCopied(headerTrack(video)) }
}

const endsOf = (durationMs: number): string =>
  `%+${END_MS / 1_000},${((durationMs - END_MS) / 1_000).toFixed(3)}%`

import type { InputLimits } from './accepted-input.ts'
import type { ProbeRefusal } from './probe-report.ts'
import type { Reading } from './read-lines.ts'
import { FfmpegFault } from './run.ts'

/** What ffprobe calls the containers of film that we do not take, and those of sound. */
const otherFilm = /^(asf|flv|gif|ogg|mxf|rm|dv|ivf|h264|hevc|nut|swf|wtv|apng)$/
const soundAlone = /^(mp3|wav|flac|aac|aiff|amr|amrnb|amrwb|caf|ac3|eac3|w64|wv|ape)$/

/** A file that was held back by a limit, however much of it could be read before. */
export function refusalBeyond(
  { ended, signal, complaints }: Reading,
  { maxPixels }: InputLimits,
): ProbeRefusal | undefined {
  if (ended === 'too-slow') throw new FfmpegFault('too-slow', [])
  // Somebody stopped the tool, which says nothing about the file.
  if (signal === 'SIGKILL' || signal === 'SIGTERM' || signal === 'SIGINT') throw new FfmpegFault('killed', [])
  // Beyond a size of its own ffmpeg says so in other words.
  const [, width = 0, height = 0] = /Picture size (\d+)x(\d+) is invalid/.exec(complaints) ?? []
  if (/max pixel count/.test(complaints) || Number(width) * Number(height) > maxPixels)
    return { readable: false, why: 'too-many-pixels' }
  if (/exceeds max_streams/.test(complaints)) return { readable: false, why: 'too-many-streams' }
  if (ended === 'complaining') return { readable: false, why: 'damaged' }
  // It took more memory or time than any lesson, printed without end, or felled the tool.
  if (signal !== null || ended === 'too-much' || /Cannot allocate memory/.test(complaints))
    return { readable: false, why: 'unsupported-codec' }
  return undefined
}

/** Why a file that ffprobe could make nothing of is refused, from what it complained about. */
export function refusalFrom(complaints: string): ProbeRefusal {
  if (/Codec \(\S+\) not on whitelist/.test(complaints)) return { readable: false, why: 'unsupported-codec' }
  const refused = /\[(\S+) @ \S+\] Format not on whitelist/.exec(complaints)?.[1]
  if (refused !== undefined && otherFilm.test(refused)) return { readable: false, why: 'unsupported-format' }
  if (refused !== undefined && soundAlone.test(refused)) return { readable: false, why: 'no-video-track' }
  // A container it knew, but whose description is cut off or broken.
  if (/moov atom not found|error reading header|EBML header/i.test(complaints))
    return { readable: false, why: 'damaged' }
  return { readable: false, why: 'not-a-video' }
}

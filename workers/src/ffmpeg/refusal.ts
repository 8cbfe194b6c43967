import type { ProbeRefusal } from './probe-report.ts'

/** What ffprobe calls the containers of film that we do not take, and those of sound. */
const otherFilm = /^(asf|flv|gif|ogg|mxf|rm|dv|ivf|h264|hevc|nut|swf|wtv|apng)$/
const soundAlone = /^(mp3|wav|flac|aac|aiff|amr|amrnb|amrwb|caf|ac3|eac3|w64|wv|ape)$/

/** Why a file that ffprobe could make nothing of is refused, from what it complained about. */
export function refusalFrom(complaints: string): ProbeRefusal {
  if (/max pixel count/.test(complaints)) return { readable: false, why: 'too-many-pixels' }
  if (/Codec \(\S+\) not on whitelist/.test(complaints)) return { readable: false, why: 'unsupported-codec' }
  const refused = /\[(\S+) @ \S+\] Format not on whitelist/.exec(complaints)?.[1]
  if (refused !== undefined && otherFilm.test(refused)) return { readable: false, why: 'unsupported-format' }
  if (refused !== undefined && soundAlone.test(refused)) return { readable: false, why: 'no-video-track' }
  // A container it knew, but whose description is cut off or broken.
  if (/moov atom not found|error reading header|EBML header/i.test(complaints))
    return { readable: false, why: 'damaged' }
  return { readable: false, why: 'not-a-video' }
}

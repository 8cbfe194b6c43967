import { createReadStream } from 'node:fs'
import { open, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type MediaPlaylist, parseMediaPlaylist } from './media-playlist.ts'
import { createPeaks } from './peaks.ts'
import { type FfmpegTool, runFfmpeg } from './run.ts'
import {
  levelledPlaylist,
  levelSoundCommand,
  measureSoundCommand,
  momentsFile,
  type SoundOptions,
  samplesFile,
  samplesPerSecond,
} from './sound-args.ts'
import { createLoudnessMeter, decideLevels, type Loudness, type SoundLevels } from './sound-levels.ts'

export const peaksName = 'peaks.dat'
const PIECE_BYTES = 64 * 1024

export interface MadeSound {
  /** Its files and its playlist, `levelledPlaylist`, are in `outputDir`. */
  readonly levelled: MediaPlaylist
  /** A name in `outputDir`. */
  readonly peaksFile: string
  readonly loudness: Loudness
  readonly levels: SoundLevels
}

export interface MakeSoundOptions extends SoundOptions {
  /** For each of two passes. */
  readonly timeLimitMs: number
  readonly signal: AbortSignal
}

/**
 * Measures the sound and writes it levelled, with its peaks, into `outputDir`, which exists. Rejects with
 * FfmpegFault when the sound cannot be decoded; what it wrote by then is left to whoever removes the folder.
 */
export async function makeSound(tool: FfmpegTool, options: MakeSoundOptions): Promise<MadeSound> {
  const { outputDir, signal, timeLimitMs } = options
  await runFfmpeg(tool, measureSoundCommand(options), { signal, timeLimitMs })
  const loudness = await readLoudness(join(outputDir, momentsFile))
  const levels = decideLevels(loudness)
  await writePeaks(join(outputDir, samplesFile), join(outputDir, peaksName), levels.gainDb)
  await runFfmpeg(tool, levelSoundCommand(levels, options), { signal, timeLimitMs })
  const playlist = await readFile(join(outputDir, levelledPlaylist), 'utf8')
  return { levelled: parseMediaPlaylist(playlist), peaksFile: peaksName, loudness, levels }
}

async function readLoudness(path: string): Promise<Loudness> {
  const meter = createLoudnessMeter()
  for await (const line of createInterface({ input: createReadStream(path) })) meter.line(line)
  await rm(path)
  return meter.loudness()
}

async function writePeaks(samplesPath: string, peaksPath: string, gainDb: number): Promise<void> {
  await using samples = await open(samplesPath)
  const { size } = await samples.stat()
  const peaks = createPeaks({ sampleRate: samplesPerSecond, totalSamples: Math.floor(size / 2), gainDb })
  const piece = Buffer.allocUnsafeSlow(PIECE_BYTES)
  // One piece of memory for all of it: a stream takes a new one for each, and they lie about.
  for (let at = 0; at < size; ) {
    const { bytesRead } = await samples.read(piece, 0, piece.length, at)
    if (bytesRead === 0) break
    peaks.push(piece.subarray(0, bytesRead))
    at += bytesRead
  }
  await writeFile(peaksPath, peaks.file())
  await rm(samplesPath)
}

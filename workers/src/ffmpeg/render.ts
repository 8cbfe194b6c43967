import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FilterSupport } from './colour-filters.ts'
import { perSecond } from './frame-rate.ts'
import { hlsCommand, playlistOf, soundName } from './hls-args.ts'
import { type Bandwidth, masterPlaylist, measureBandwidth, videoCodecOf } from './master-playlist.ts'
import { parseMediaPlaylist } from './media-playlist.ts'
import type { RenditionPlan } from './plan.ts'
import { posterAtMs, posterCommand } from './poster-args.ts'
import { FfmpegFault, type FfmpegTool, runFfmpeg } from './run.ts'

export const masterName = 'master.m3u8'
export const posterName = 'poster.jpg'

export interface RenderedFile {
  readonly name: string
  readonly sizeBytes: number
  readonly contentType: string
}

export interface RenderedMedia {
  readonly playlist: string
  readonly poster: string
  readonly width: number
  readonly height: number
  readonly framesPerSecond: number
  readonly hasAudio: boolean
  /** Of the pictures as they came out. */
  readonly durationMs: number
  readonly renditions: { name: string; width: number; height: number; bandwidth: number }[]
  /** In the order in which they may be shown to the world: what a file names comes before it. */
  readonly files: RenderedFile[]
}

/** What came out is shorter than what went in: the file breaks off or has holes. */
export class ShortRendition extends Error {
  override readonly name = 'ShortRendition'
  readonly code = 'short-rendition'
}

const TOLERANCE_MS = 500

export interface RenderOptions extends FilterSupport {
  readonly originalPath: string
  readonly outputDir: string
  readonly maxPixels: number
  readonly maxStreams: number
  readonly threads: number
  readonly timeLimitMs: number
  readonly signal: AbortSignal
  readonly onProgress: (fraction: number) => void
}

/** Makes the whole ladder, the playlists and the poster in `outputDir`. Throws FfmpegFault or ShortRendition. */
export async function renderMedia(
  tool: FfmpegTool,
  plan: RenditionPlan,
  options: RenderOptions,
): Promise<RenderedMedia> {
  await runFfmpeg(tool, hlsCommand(plan, options), {
    signal: options.signal,
    timeLimitMs: options.timeLimitMs,
    onProgress: (outputMs) => options.onProgress(Math.min(1, outputMs / Math.max(1, plan.durationMs))),
  })
  const names = plan.rungs.map(({ name }) => name)
  const measured = new Map<string, Measured>()
  for (const name of plan.sound ? [...names, soundName] : names) {
    measured.set(name, await measure(options.outputDir, name))
  }
  const of = (name: string): Measured => {
    const found = measured.get(name)
    if (!found) throw new Error(`rendition ${name} was not measured`)
    return found
  }
  const longestMs = Math.max(...[...measured.values()].map(({ durationMs }) => durationMs))
  if (longestMs < plan.durationMs - TOLERANCE_MS) throw new ShortRendition('rendition is too short')

  const sound = plan.sound && {
    playlist: playlistOf(soundName),
    channels: plan.sound.channels,
    bandwidth: of(soundName).bandwidth,
  }
  const variants = await Promise.all(
    plan.rungs.map(async ({ name, width, height }) => ({
      playlist: playlistOf(name),
      width,
      height,
      codec: videoCodecOf(await readFile(join(options.outputDir, of(name).initFile))),
      bandwidth: of(name).bandwidth,
    })),
  )
  await writeFile(join(options.outputDir, masterName), masterPlaylist(variants, sound, plan.rate))
  await renderPoster(tool, plan, options)

  const [top] = plan.rungs
  return {
    playlist: masterName,
    poster: posterName,
    width: top.width,
    height: top.height,
    framesPerSecond: Math.round(perSecond(plan.rate) * 1_000) / 1_000,
    hasAudio: plan.sound !== undefined,
    durationMs: longestMs,
    renditions: plan.rungs.map(({ name, width, height }) => ({
      name,
      width,
      height,
      bandwidth: of(name).bandwidth.peak + (sound?.bandwidth.peak ?? 0),
    })),
    files: await listFiles(options.outputDir),
  }
}

interface Measured {
  readonly initFile: string
  readonly durationMs: number
  readonly bandwidth: Bandwidth
}

/** Every segment of a playlist is looked at: one that is missing or empty must not reach a player. */
async function measure(dir: string, name: string): Promise<Measured> {
  const playlist = parseMediaPlaylist(await readFile(join(dir, playlistOf(name)), 'utf8'))
  const segments = await Promise.all(
    playlist.segments.map(async (segment) => {
      const { size } = await stat(join(dir, segment.file))
      if (size === 0) throw new Error('a segment is empty')
      return { ...segment, sizeBytes: size }
    }),
  )
  return {
    initFile: playlist.initFile,
    durationMs: playlist.durationMs,
    bandwidth: measureBandwidth(segments),
  }
}

/** From a little into the clip, else from its start: a short clip may hold no keyframe after that. */
async function renderPoster(tool: FfmpegTool, plan: RenditionPlan, options: RenderOptions): Promise<void> {
  const posterPath = join(options.outputDir, posterName)
  for (const atMs of [posterAtMs(plan), 0]) {
    await runFfmpeg(tool, posterCommand(plan, atMs, { ...options, posterPath }), {
      signal: options.signal,
      timeLimitMs: options.timeLimitMs,
    }).catch((error: unknown) => {
      // ffmpeg ends badly when there is nothing left after the moment it was sent to.
      if (!(error instanceof FfmpegFault) || error.end !== 'exited' || atMs === 0) throw error
    })
    const made = await stat(posterPath).catch(() => undefined)
    if (made && made.size > 0) return
  }
  throw new FfmpegFault('exited', ['no poster'])
}

const contentTypes: Readonly<Record<string, string>> = {
  m3u8: 'application/vnd.apple.mpegurl',
  m4s: 'video/iso.segment',
  mp4: 'video/mp4',
  jpg: 'image/jpeg',
}

async function listFiles(dir: string): Promise<RenderedFile[]> {
  const names = await readdir(dir)
  const rank = (name: string): number => (name === masterName ? 2 : name.endsWith('.m3u8') ? 1 : 0)
  const files = await Promise.all(
    names.map(async (name) => {
      const contentType = contentTypes[name.slice(name.lastIndexOf('.') + 1)]
      if (contentType === undefined) throw new Error('an unexpected file came out')
      return { name, contentType, sizeBytes: (await stat(join(dir, name))).size }
    }),
  )
  return files.sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1))
}

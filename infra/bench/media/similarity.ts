import { type MediaTools, runTool } from './tools.ts'

export type Similarity = {
  /** From 0 to 1, over brightness and colours. */
  readonly ssim: number
  /** From 0 to 100; undefined where this ffmpeg does not have it. */
  readonly vmaf: number | undefined
}

export type Pictures = { readonly args: readonly string[]; readonly width: number; readonly height: number }

/** How alike pictures are to a clip that is scaled to their size. */
export async function similarityOf(tools: MediaTools, made: Pictures, original: string): Promise<Similarity> {
  const filters = [
    // Both begin at nought: a picture is held against its own and not against its neighbour.
    '[0:v]settb=1/90000,setpts=PTS-STARTPTS,format=yuv420p[made]',
    `[1:v]fps=30,scale=${made.width}:${made.height}:flags=bicubic,setsar=1,settb=1/90000,setpts=PTS-STARTPTS,format=yuv420p[clip]`,
  ]
  const compare = async (filter: string): Promise<string> => {
    const graph = [...filters, `[made][clip]${filter}`].join(';')
    const args = [
      '-hide_banner',
      '-nostdin',
      ...made.args,
      '-i',
      original,
      '-lavfi',
      graph,
      '-f',
      'null',
      '-',
    ]
    return (await runTool(tools.ffmpegPath, args)).stderr
  }
  const ssim = readScore(await compare('ssim=shortest=1'), /\bAll:([\d.]+)/)
  const vmaf = (await hasVmaf(tools))
    ? readScore(await compare('libvmaf=shortest=1'), /VMAF score: ([\d.]+)/)
    : undefined
  return { ssim, vmaf }
}

export async function hasVmaf({ ffmpegPath }: MediaTools): Promise<boolean> {
  return / libvmaf /.test((await runTool(ffmpegPath, ['-hide_banner', '-filters'])).stdout)
}

export function readScore(said: string, pattern: RegExp): number {
  const score = Number(pattern.exec(said)?.[1])
  if (!Number.isFinite(score)) throw new Error('ffmpeg told no score')
  return score
}

import { isJsonObject } from '../../local/read-json.ts'
import { type MediaTools, runTool } from './tools.ts'

export type ProbedInput = { readonly seconds: number; readonly width: number; readonly height: number }

/** Length and upright size of a made clip. Throws when there is no picture in it. */
export async function probeInput({ ffprobePath }: MediaTools, file: string): Promise<ProbedInput> {
  const { stdout } = await runTool(ffprobePath, [
    ...[
      '-v',
      'error',
      '-show_entries',
      'format=duration:stream=codec_type,width,height:stream_side_data=rotation',
    ],
    ...['-of', 'json', file],
  ])
  return readProbe(JSON.parse(stdout))
}

export function readProbe(report: unknown): ProbedInput {
  const root = isJsonObject(report) ? report : {}
  const format = isJsonObject(root['format']) ? root['format'] : {}
  const streams = Array.isArray(root['streams']) ? root['streams'].filter(isJsonObject) : []
  const video = streams.find((stream) => stream['codec_type'] === 'video')
  const [width, height, seconds] = [video?.['width'], video?.['height'], Number(format['duration'])]
  if (typeof width !== 'number' || typeof height !== 'number' || !(seconds > 0))
    throw new Error('a made clip has no picture or no length')
  const sides = Array.isArray(video?.['side_data_list']) ? video['side_data_list'].filter(isJsonObject) : []
  const turn = Number(sides.find((side) => side['rotation'] !== undefined)?.['rotation'] ?? 0)
  return Math.abs(turn) % 180 === 90 ? { seconds, width: height, height: width } : { seconds, width, height }
}

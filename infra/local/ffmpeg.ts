import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findTool, toolVersion } from './find-tool.ts'
import { type Ground, nothingToStop, type Part } from './part.ts'
import { PlainFault } from './plain-fault.ts'
import { rootlessApt } from './rootless-apt.ts'

const OLDEST = [5, 1] as const

/** ffmpeg and ffprobe from FFMPEG_PATH, else of this machine, else the distribution's package unpacked beside us. */
export async function findFfmpeg(ground: Ground): Promise<Part> {
  const given = ground.env['FFMPEG_PATH']
  if (given) {
    const ffprobe = ground.env['FFPROBE_PATH'] ?? join(dirname(given), 'ffprobe')
    const version = await toolVersion(given, ['-version'])
    if (!version)
      throw new PlainFault(
        `FFMPEG_PATH names ${given}, which does not run. Next: correct it or leave it out.`,
      )
    if (!existsSync(ffprobe))
      throw new PlainFault(`There is no ffprobe beside ${given}. Next: name it in FFPROBE_PATH.`)
    return part(given, ffprobe, version, 'FFMPEG_PATH')
  }
  const ffmpeg = findTool(['ffmpeg'], ground.env['PATH'])
  const ffprobe = findTool(['ffprobe'], ground.env['PATH'])
  const version = ffmpeg && (await toolVersion(ffmpeg, ['-version']))
  if (ffmpeg && ffprobe && version && isNewEnough(version)) return part(ffmpeg, ffprobe, version, ffmpeg)
  const fetched = await rootlessApt(ground, { packageName: 'ffmpeg', tools: ['ffmpeg', 'ffprobe'] })
  const fetchedVersion = fetched?.['ffmpeg'] && (await toolVersion(fetched['ffmpeg'], ['-version']))
  if (fetched?.['ffmpeg'] && fetched['ffprobe'] && fetchedVersion) {
    return part(fetched['ffmpeg'], fetched['ffprobe'], fetchedVersion, 'distribution package, in .cache')
  }
  throw new PlainFault(
    'ffmpeg 5.1 or newer is needed to read videos, and none was found or could be fetched.\n' +
      'Next: install ffmpeg (on Debian and Ubuntu: apt-get install ffmpeg), or name it in FFMPEG_PATH, then start again.',
  )
}

function part(ffmpeg: string, ffprobe: string, version: string, from: string): Part {
  return {
    name: 'ffmpeg',
    version,
    from,
    env: { FFMPEG_PATH: ffmpeg, FFPROBE_PATH: ffprobe },
    stop: nothingToStop,
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

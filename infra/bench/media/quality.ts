import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listMade, namedIn } from './made-files.ts'
import { variantsIn } from './master-variants.ts'
import type { MediaStage } from './media-stage.ts'
import { rounded } from './medians.ts'
import { shortSide } from './rungs.ts'
import { similarityOf } from './similarity.ts'
import { runWorkers } from './worker-run.ts'

type Figures = Readonly<Record<string, number>>

const SIDE = 720

/** How good the 720 lines are that the worker makes of the H.264 lesson, and how many bits they take. */
export async function qualityFigures(stage: MediaStage): Promise<Figures> {
  const input = await stage.inputs.short('h264')
  let figures: Figures = {}
  const inspect = async (clipId: string): Promise<void> => {
    figures = await stage.inFolder(async (dir) => {
      const made = await fetchMade(stage, clipId, dir)
      const rendition = variantsIn(await readFile(join(dir, made.master), 'utf8')).find(
        (variant) => shortSide(variant) === SIDE,
      )
      if (rendition === undefined) throw new Error(`there is no rendition of ${SIDE} lines`)
      const named = namedIn(await readFile(join(dir, rendition.playlist), 'utf8'))
      const bytes = named.reduce((sum, name) => sum + (made.sizes.get(name) ?? 0), 0)
      const args = ['-allowed_extensions', 'ALL', '-i', join(dir, rendition.playlist)]
      const { ssim, vmaf } = await similarityOf(stage.tools, { ...rendition, args }, input.file)
      return {
        qualitySsim720: rounded(ssim),
        qualityKbit720: rounded((bytes * 8) / 1_000 / input.seconds),
        ...(vmaf === undefined ? {} : { qualityVmaf720: rounded(vmaf) }),
      }
    })
  }
  await runWorkers(stage, { input, until: 'complete', env: { COPY_MAX_KBIT: '1' }, inspect })
  return figures
}

/** All that a player would be given, as files of one folder. */
async function fetchMade(
  stage: MediaStage,
  clipId: string,
  dir: string,
): Promise<{ master: string; sizes: ReadonlyMap<string, number> }> {
  const files = await listMade(stage, clipId)
  for (const { name, key } of files)
    if (key !== undefined) await stage.storage.downloadTo(key, join(dir, name))
  const { rows } = await stage.database.query<{ master: string }>(
    `select media ->> 'playlist' as master from clip where id = $1`,
    [clipId],
  )
  return {
    master: rows[0]?.master ?? '',
    sizes: new Map(files.map(({ name, sizeBytes }) => [name, sizeBytes ?? 0])),
  }
}

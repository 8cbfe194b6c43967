import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openProductStage } from '../stage/product-stage.ts'
import { signInTeacher } from '../stage/teacher.ts'
import { partSettings } from './sync-cases.ts'
import { tryCases } from './try-cases.ts'
import { tryFiles } from './try-files.ts'

export const about = {
  name: 'clips',
  proves:
    'every file of a folder ends as a clip to watch, whole, upright and with its sound, or as a refusal that says why; and clips that flash and beep stay in step whatever was done to their clocks',
  takes:
    'about 10 minutes for ../shared/clips; an argument names another folder, a second one picks the flashing clips with it in their name ("none" for none of them)',
}

const root = resolve(import.meta.dirname, '../../..')

export async function run({ args }: { readonly args: readonly string[] }): Promise<Record<string, number>> {
  const folder = resolve(process.env['INIT_CWD'] ?? root, args[0] ?? join(root, '../shared/clips'))
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`)
  const stage = await openProductStage(partSettings)
  try {
    const teacher = await signInTeacher(stage.product.url, stage.product.env['DATABASE_URL'] ?? '')
    return {
      ...(await tryFiles(stage, teacher, folder)),
      ...(await tryCases(stage, teacher, args[1] ?? '')),
    }
  } finally {
    await stage.close()
  }
}

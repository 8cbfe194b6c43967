import { bounds } from './figures.ts'
import { measure } from './measure.ts'
import { readOptions } from './options.ts'
import { tryQualities } from './quality-mode.ts'
import { printTable } from './table.ts'

export { bounds }

export const about = {
  name: 'media',
  proves: 'a clip is playable at once, and its renditions cost a fraction of what others spend on them',
  takes: 'about two hours on two cores that nobody else uses',
}

export async function run({ args }: { readonly args: readonly string[] }): Promise<Record<string, number>> {
  const options = readOptions(args)
  if (options.mode === 'table') return await printTable(options.files, console.log)
  if (options.mode === 'quality') return await tryQualities(options.seconds, console.log)
  return await measure(options, console.log)
}

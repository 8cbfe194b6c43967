import { writeFile } from 'node:fs/promises'
import { openGround } from './ground.ts'
import { playRights } from './play.ts'

export const about = {
  name: 'rights',
  proves: 'every route gives each person what the table says, with both lines of defence and with each alone',
  takes: 'about 2 minutes',
}

export async function run({ jsonFile }: { readonly jsonFile?: string }): Promise<Record<string, number>> {
  const ground = await openGround()
  try {
    const { figures, faults } = await playRights(ground)
    if (faults.length === 0) return figures
    for (const fault of faults) console.log(`  ${fault}`)
    for (const [key, value] of Object.entries(figures)) console.log(`  ${key.padEnd(32)} ${value}`)
    if (jsonFile !== undefined) await writeFile(jsonFile, `${JSON.stringify(figures, null, 2)}\n`)
    throw new Error(`${faults.length} cells of the matrix are not as they should be`)
  } finally {
    await ground.stop()
  }
}

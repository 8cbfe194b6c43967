import { join } from 'node:path'
import { findAddresses } from '../addresses.ts'
import { dataFolder } from '../data-folder.ts'
import { PlainFault } from '../plain-fault.ts'
import { repositoryRoot } from '../repository-root.ts'
import { runCommand } from '../run-command.ts'

/**
 * `npm run program -- --name NAME --lead ADDRESS [--language en|es|th]`: what an operator does once, with the product
 * that runs on this folder unless DATABASE_URL and PUBLIC_URL name another.
 */
export async function open(args: readonly string[]): Promise<void> {
  const running = findAddresses(dataFolder())
  const databaseUrl = process.env['DATABASE_URL'] ?? running?.ownerUrl
  const publicUrl = process.env['PUBLIC_URL'] ?? running?.url
  if (databaseUrl === undefined || publicUrl === undefined) {
    throw new PlainFault(
      'Cuepoint does not run on this folder.\n' +
        'Next: npm start in another window, or name another one in DATABASE_URL and PUBLIC_URL.',
    )
  }
  const script = join(repositoryRoot, 'services/api/src/first-program.ts')
  const env = { DATABASE_URL: databaseUrl, PUBLIC_URL: publicUrl }
  const { code } = await runCommand(repositoryRoot, process.execPath, [script, ...args], { show: true, env })
  process.exitCode = code
}

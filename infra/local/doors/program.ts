import { openProgram } from '@cuepoint/db'
import { isLanguage } from '@cuepoint/domain'
import { findAddresses } from '../addresses.ts'
import { dataFolder } from '../data-folder.ts'
import { PlainFault } from '../plain-fault.ts'

const usage = 'npm run program -- "NAME OF THE PROGRAM" LEAD@EXAMPLE.ORG [en|es|th]'

/** `npm run program`: what an operator does once. Begins a program and prints the link with which its lead comes in. */
export async function open(args: readonly string[]): Promise<void> {
  const [name = '', email = '', language = 'en'] = args
  if (name === '' || !/^\S+@\S+$/.test(email) || !isLanguage(language))
    throw new PlainFault(`Say it like this: ${usage}`)
  const running = findAddresses(dataFolder())
  const ownerUrl = process.env['DATABASE_URL'] ?? running?.ownerUrl
  if (ownerUrl === undefined) {
    throw new PlainFault(
      'Cuepoint does not run on this folder. Next: npm start in another window, or name the database in DATABASE_URL.',
    )
  }
  const { tokens } = await openProgram(ownerUrl, { name, language, invite: [{ email, roles: ['lead'] }] })
  const url = process.env['PUBLIC_URL'] ?? running?.url ?? 'http://127.0.0.1:3000'
  console.log(
    `The program is there. Its lead comes in here, once, within two weeks:\n${url}/invitation#${tokens[0]}`,
  )
}

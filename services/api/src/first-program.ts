import { parseArgs } from 'node:util'
import { openProgram } from '@cuepoint/db'
import { isLanguage } from '@cuepoint/domain'
import { ConfigFaults, readOperatorConfig } from './config.ts'

// For operators: begins a program and prints the link with which its first lead joins.
const usage =
  'node services/api/src/first-program.ts --name "Valle Norte" --lead lead@example.org [--language en|es|th]\n' +
  'Needs DATABASE_URL (the owner of the tables) and PUBLIC_URL.'

function end(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

try {
  const { values } = parseArgs({
    options: {
      name: { type: 'string' },
      lead: { type: 'string' },
      language: { type: 'string', default: 'en' },
    },
  })
  const { name, lead, language } = values
  if (!name?.trim() || !lead?.includes('@') || !isLanguage(language)) end(usage)
  const { ownerUrl, publicUrl } = readOperatorConfig()
  const { tokens } = await openProgram(ownerUrl, {
    name,
    language,
    invite: [{ email: lead, roles: ['lead'] }],
  })
  process.stdout.write(`${publicUrl}/invitation#${tokens[0]}\n`)
} catch (error) {
  if (error instanceof ConfigFaults) end(error.message)
  if (error instanceof TypeError) end(`${error.message}\n${usage}`)
  end('The database could not be reached, or it has not been migrated yet.')
}

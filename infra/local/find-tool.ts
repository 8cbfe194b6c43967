import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The first of the names that stands on the PATH, as an absolute path. */
export function findTool(names: readonly string[], path: string | undefined): string | undefined {
  const folders = (path ?? '').split(delimiter).filter((folder) => folder.startsWith('/'))
  for (const name of names) {
    // System folders are left out of some users' PATH although their tools may be run by anyone.
    for (const folder of [...folders, '/usr/bin', '/usr/sbin']) {
      const file = join(folder, name)
      try {
        accessSync(file, constants.X_OK)
        return file
      } catch {
        // Not here; look in the next folder.
      }
    }
  }
  return undefined
}

/** The first dotted number in what the tool prints; undefined when it does not run. */
export async function toolVersion(file: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run(file, [...args], { timeout: 20_000 })
    return /\d+(\.\d+)+/.exec(stdout)?.[0]
  } catch {
    return undefined
  }
}

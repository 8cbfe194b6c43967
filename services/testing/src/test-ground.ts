import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ground } from '@cuepoint/infra/local'

export const repositoryRoot = join(import.meta.dirname, '../../..')

/** What a run takes from its surroundings. Given services are left out: a run never touches a database of someone else's. */
const passed = [
  'PATH',
  'HOME',
  'LANG',
  'TMPDIR',
  'CHROMIUM_PATH',
  'FFMPEG_PATH',
  'FFPROBE_PATH',
  'CUEPOINT_NO_APT',
  'http_proxy',
  'https_proxy',
  'no_proxy',
]

/** A ground in a folder of its own, without durability; whoever asks removes the folder. */
export async function makeTestGround(): Promise<Ground> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cuepoint-test-'))
  // As root the database runs as another user, who has to get there.
  await chmod(dataDir, 0o711)
  return {
    root: repositoryRoot,
    dataDir,
    cacheDir: join(repositoryRoot, '.cache'),
    env: Object.fromEntries(passed.map((name) => [name, process.env[name]])),
    durable: false,
    say: (line) => process.stdout.write(`${line}\n`),
  }
}

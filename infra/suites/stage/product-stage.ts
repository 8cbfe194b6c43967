import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort, type Ground, type Product, startProduct } from '@cuepoint/infra/local'

const root = resolve(import.meta.dirname, '../../..')

export type ProductStage = {
  readonly product: Product
  /** What it stands on, for whoever starts a further process beside it. */
  readonly ground: Ground
  /** What the launcher said: parts that ended by themselves among it. */
  readonly said: readonly string[]
  /** What the process of a part wrote so far. */
  readonly logFile: (part: string) => string
  readonly close: () => Promise<void>
}

/** The whole product in earnest, on free ports and in a folder of its own, which goes with it. */
export async function openProductStage(
  settings: Readonly<Record<string, string>> = {},
): Promise<ProductStage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cuepoint-suite-'))
  // As root the database runs as another user, who has to get there.
  await chmod(dataDir, 0o711)
  const taken = [
    'PATH',
    'HOME',
    'LANG',
    'TMPDIR',
    'FFMPEG_PATH',
    'FFPROBE_PATH',
    'CUEPOINT_NO_APT',
    'http_proxy',
    'https_proxy',
    'no_proxy',
  ]
  const said: string[] = []
  try {
    const ground: Ground = {
      root,
      dataDir,
      cacheDir: join(root, '.cache'),
      env: { ...Object.fromEntries(taken.map((name) => [name, process.env[name]])), ...settings },
      durable: true,
      say: (line) => {
        said.push(line)
        console.log(line)
      },
    }
    const product = await startProduct(ground, {
      host: '127.0.0.1',
      port: await freePort(),
      gaveUp: (reason) => said.push(`gave up: ${reason}`),
    })
    return {
      product,
      ground,
      said,
      logFile: (part) => join(dataDir, `logs/${part}.log`),
      close: async () => {
        await product.stop()
        await rm(dataDir, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true })
    throw error
  }
}

import { join } from 'node:path'
import { hasProgram } from '@cuepoint/db'
import { dropAddresses, saveAddresses } from '../addresses.ts'
import { dataFolder } from '../data-folder.ts'
import { makeLesson } from '../demo/make-lesson.ts'
import { seedDemo } from '../demo/seed-demo.ts'
import { requireDiskRoom } from '../disk-room.ts'
import { isPortFree } from '../free-port.ts'
import { onGoodbye } from '../goodbye.ts'
import { type Lan, openLan, tellLan } from '../lan.ts'
import type { Ground } from '../part.ts'
import { PlainFault } from '../plain-fault.ts'
import { type Product, startProduct } from '../product.ts'
import { repositoryRoot } from '../repository-root.ts'
import { takeRunLock } from '../run-lock.ts'

/** Long enough for an earlier start that is just going down. */
const LOCK_PATIENCE_MS = 5_000

/** `npm start`: the whole product, until Ctrl-C. */
export async function open(args: readonly string[]): Promise<void> {
  const unknown = args.filter((arg) => !['--empty', '--lan'].includes(arg))
  if (unknown.length > 0) throw new PlainFault(`npm start knows --empty and --lan, not ${unknown.join(' ')}.`)
  const isForLan = args.includes('--lan')
  const host = process.env['HOST'] || (isForLan ? '0.0.0.0' : '127.0.0.1')
  const port = portFrom(process.env['PORT'])
  const dataDir = dataFolder()
  requireDiskRoom(dataDir)
  const lock = await takeRunLock(join(dataDir, 'lock'), LOCK_PATIENCE_MS)
  if ('heldBy' in lock) {
    throw new PlainFault(
      `Cuepoint already runs on this folder (process ${lock.heldBy.split(' ')[0]}).\n` +
        `Next: use that one, or end it with Ctrl-C in its window (or: kill ${lock.heldBy.split(' ')[0]}).`,
    )
  }
  const ground: Ground = {
    root: repositoryRoot,
    dataDir,
    cacheDir: join(repositoryRoot, '.cache'),
    env: process.env,
    durable: true,
    say: (line) => console.log(line),
  }
  try {
    const lan = isForLan ? await openLan(dataDir) : undefined
    await run(ground, { host, port, lan, empty: args.includes('--empty') })
  } finally {
    lock.release()
  }
}

async function run(
  ground: Ground,
  { host, port, lan, empty }: { host: string; port: number; lan: Lan | undefined; empty: boolean },
): Promise<void> {
  if (!(await isPortFree(host, port))) {
    throw new PlainFault(
      `Port ${port} is taken by another program.\n` +
        `Next: end that program, or choose another port: PORT=${port + 1} npm start`,
    )
  }
  const goodbye = onGoodbye()
  let product: Product | undefined
  const starting = startProduct(ground, { host, port, lan, gaveUp: (reason) => goodbye.say(reason) }).then(
    async (started) => await withDemo(ground, started, empty),
  )
  product = await Promise.race([starting, goodbye.said.then(() => undefined)])
  if (product) {
    saveAddresses(ground.dataDir, { url: product.url, ownerUrl: product.env['DATABASE_URL'] ?? '' })
    if (lan) console.log(tellLan(lan, port))
    console.log(`ready ${product.url}`)
  } else {
    // Asked to end while still starting: what is up has to come down in order all the same.
    product = await starting.catch(() => undefined)
  }
  const reason = await goodbye.said
  console.log(`\nstopping${reason === '' ? '' : `: ${reason}`}`)
  dropAddresses(ground.dataDir)
  await product?.stop()
  console.log('stopped')
  process.exitCode = reason === '' ? 0 : 1
}

/** On the first run only: as soon as anybody has begun, the demo stays away. A demo that does not come about is no reason not to start. */
async function withDemo(ground: Ground, product: Product, empty: boolean): Promise<Product> {
  const ownerUrl = product.env['DATABASE_URL'] ?? ''
  if (empty || (await hasProgram(ownerUrl))) return product
  const lesson = makeLesson(ground.cacheDir, product.env['FFMPEG_PATH'] ?? '')
  await seedDemo({ url: product.url, ownerUrl, lesson, say: ground.say }).catch((error: unknown) => {
    ground.say(`demo      was left out: ${error instanceof Error ? error.message : String(error)}`)
  })
  return product
}

function portFrom(text: string | undefined): number {
  const port = Number(text || 3000)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new PlainFault(
    `PORT is ${text}, which is no port. Next: choose a number from 1 to 65535, such as PORT=3000.`,
  )
}

import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { openProductStage } from '../../suites/stage/product-stage.ts'
import { signInTeacher } from '../../suites/stage/teacher.ts'
import { directFigures } from './direct.ts'
import { percentile95 } from './percentile.ts'
import { watchMemory } from './process-memory.ts'
import { openPage } from './second-person.ts'
import { startSender } from './sender-process.ts'

export const about = {
  name: 'upload',
  proves:
    'a 2 GB upload passes through the API in less than 250 MiB, and pages stay quick for others meanwhile; twenty uploads straight into storage leave it as it is',
  takes: 'about 2 minutes and 5 GB of disk for a while',
}

const MEBIBYTE = 1024 * 1024
const MEBIBYTES = 2048
/** After so much the sender rests, and the same pages are opened without an upload: both under the same weather. */
const MEBIBYTES_BETWEEN_RESTS = 256
const PAGES_PER_REST = 12
/** What was in pipes when the sender began to rest is still being stored. */
const PAGES_UNTIL_QUIET = 3
const LIMIT_MIB = 250
/** The parts, the object made of them, and the rest of the product. */
const NEEDED_BYTES = 3 * MEBIBYTES * MEBIBYTE

export async function run(): Promise<Record<string, number>> {
  const { bavail, bsize } = await statfs(tmpdir())
  if (bavail * bsize < NEEDED_BYTES)
    throw new Error(`${tmpdir()} has less room than the ${NEEDED_BYTES / 1e9} GB that this takes`)
  const stage = await openProductStage()
  const { product } = stage
  try {
    // Two gigabytes of noise are no video: looking into them would only take the processor's time.
    await product.part('worker').stop()
    const databaseUrl = product.env['DATABASE_URL'] ?? ''
    const sending = await signInTeacher(product.url, databaseUrl)
    const reading = await signInTeacher(product.url, databaseUrl)
    const clipId = await sending.newClip('A long lesson')
    const page = async () => await openPage(product.url, reading)
    for (let n = 0; n < PAGES_PER_REST; n += 1) await page()

    const pid = product.part('api').part().child?.pid
    if (pid === undefined) throw new Error('the API has no process of its own')
    const memory = await watchMemory(pid)
    const sender = startSender({
      url: new URL(`/api/clips/${clipId}/original`, product.url).href,
      cookie: sending.cookie,
      mebibytes: MEBIBYTES,
      mebibytesBetweenRests: MEBIBYTES_BETWEEN_RESTS,
    })
    const idleMs: number[] = []
    const busyMs: number[] = []
    for (;;) {
      if (sender.state() === 'ended') break
      if (sender.state() === 'sending') {
        const tookMs = await page()
        if (sender.state() === 'sending') busyMs.push(tookMs)
        continue
      }
      for (let n = 0; n < PAGES_PER_REST; n += 1) {
        const tookMs = await page()
        if (n >= PAGES_UNTIL_QUIET) idleMs.push(tookMs)
      }
      sender.goOn()
    }
    const { status, sendingMs } = await sender.ended
    const peak = await memory.stop()
    if (status !== 202) throw new Error(`the upload was answered with ${status}`)
    await holdSize(await sending.get(`/api/clips/${clipId}`))
    if (peak.peakMiB >= LIMIT_MIB)
      throw new Error(`the API's memory rose to ${peak.peakMiB} MiB; ${LIMIT_MIB} MiB is the bound`)

    const idle = percentile95(idleMs)
    const busy = percentile95(busyMs)
    return {
      ...(await directFigures(stage, sending)),
      apiPeakMiB: peak.peakMiB,
      apiBeforeMiB: peak.beforeMiB,
      seconds: Math.round(sendingMs / 100) / 10,
      mebibytes: MEBIBYTES,
      secondPersonIdleMsP95: idle,
      secondPersonBusyMsP95: busy,
      secondPersonBusyToIdle: Math.round((busy / idle) * 100) / 100,
      pagesIdle: idleMs.length,
      pagesBusy: busyMs.length,
    }
  } finally {
    await stage.close()
  }
}

/** Throws unless all of it has arrived. */
async function holdSize(answer: Response): Promise<void> {
  const { sizeBytes } = (await answer.json()) as { sizeBytes: number | null }
  if (sizeBytes !== MEBIBYTES * MEBIBYTE)
    throw new Error(`${MEBIBYTES * MEBIBYTE} bytes were sent, ${sizeBytes} have arrived`)
}

import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { pickFile } from '../stage/phone.ts'
import type { NetworkStage } from './network-stage.ts'
import type { ThinLine } from './thin-line.ts'

export type Sent = { readonly clipId: string; readonly file: string }
export type Played = {
  readonly sent: readonly Sent[]
  /** Bytes that went over the line more than once, as a part of the files. */
  readonly resentRatio: number
}
export type Play = (stage: NetworkStage) => Promise<Played>

const LOSS = 0.2
const BLACKOUT_MS = 60_000
const SHORT_BLACKOUT_MS = 5_000

/** One clip; on its way the page is loaded anew three times, the browser killed once, and the line dark for a minute. */
export const playCuts =
  ({ bytes, kbit }: { readonly bytes: number; readonly kbit: number }): Play =>
  async (stage) => {
    const file = await stage.makeFile(`lesson-${bytes}.mp4`, bytes)
    const { phone, line, close } = await stage.openPhone({ kbit, lossRate: LOSS, random: seeded(bytes) })
    try {
      const clipId = await pickAndSend(phone.page(), line, file, `A lesson of ${bytes} bytes`)
      const until = async (share: number, deed: string): Promise<void> => {
        await reached(line, bytes * share)
        console.log(`  ${Math.round(share * 100)} %: ${deed}`)
      }
      for (const share of [0.15, 0.3]) {
        await until(share, 'the page is loaded anew')
        await reload(phone.page())
      }
      await until(0.45, 'the browser is killed and started again')
      await phone.kill()
      await phone.start()
      await visit(phone.page(), line.url)
      await until(0.6, `the line is dark for ${BLACKOUT_MS / 1_000} s`)
      line.blackout()
      await delay(BLACKOUT_MS)
      line.back()
      await until(0.8, 'the page is loaded anew')
      await reload(phone.page())
      await arrival(stage, [clipId], bytes / (kbit / 8))
      tellLosses(line, bytes)
      return { sent: [{ clipId, file }], resentRatio: (line.uploadedBytes() - bytes) / bytes }
    } finally {
      await close()
    }
  }

const QUEUE = { clips: 10, bytes: 1_500_000, kbit: 2_000 }

/** Ten clips picked one after the other while the first are still on their way; the line breaks under two of them. */
export const playQueue: Play = async (stage) => {
  const { clips, bytes, kbit } = QUEUE
  const { phone, line, close } = await stage.openPhone({ kbit, lossRate: 0, random: seeded(clips) })
  try {
    const page = phone.page()
    const sent: Sent[] = []
    await visit(page, line.url)
    for (let n = 1; n <= clips; n += 1) {
      const file = await stage.makeFile(`lesson-${n}.mp4`, bytes)
      await page.getByRole('link', { name: 'Send a clip' }).first().click()
      sent.push({ clipId: await fillAndSend(page, file, `Lesson ${n}`), file })
      await page.getByRole('link', { name: 'Home' }).first().click()
    }
    for (const share of [0.35, 0.7]) {
      await reached(line, clips * bytes * share)
      console.log(`  ${share * 100} %: the line breaks`)
      line.blackout()
      await delay(SHORT_BLACKOUT_MS)
      line.back()
    }
    await arrival(
      stage,
      sent.map(({ clipId }) => clipId),
      (clips * bytes) / (kbit / 8),
    )
    tellLosses(line, clips * bytes)
    return { sent, resentRatio: line.uploadedBytes() / (clips * bytes) - 1 }
  } finally {
    await close()
  }
}

async function pickAndSend(page: Page, line: ThinLine, file: string, title: string): Promise<string> {
  await visit(page, `${line.url}/clips/new`)
  return await fillAndSend(page, file, title)
}

/** Resolves once her clip has a place of its own: from there on nobody touches anything. */
async function fillAndSend(page: Page, file: string, title: string): Promise<string> {
  await pickFile(page, file)
  await page.getByLabel('Title', { exact: true }).fill(title)
  await page.getByText('Kept safe on this device.').waitFor({ timeout: 120_000 })
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.waitForURL(/\/clips\/[0-9a-f-]{36}/, { timeout: 120_000 })
  return new URL(page.url()).pathname.split('/')[2] ?? ''
}

const TRIES = 20

/** A page that did not come is asked for again, as anybody would. */
async function visit(page: Page, url: string): Promise<void> {
  await again(() => page.goto(url, { waitUntil: 'load', timeout: 120_000 }), page)
}

async function reload(page: Page): Promise<void> {
  await again(() => page.reload({ waitUntil: 'load', timeout: 120_000 }), page)
}

async function again(load: () => Promise<unknown>, page: Page): Promise<void> {
  for (let n = 1; ; n += 1) {
    try {
      await load()
      return await page.locator('#content').waitFor({ timeout: 30_000 })
    } catch (error) {
      if (n === TRIES) throw error
    }
  }
}

/** Resolves when so many bytes have come over the line. Rejects where nothing comes for too long. */
async function reached(line: ThinLine, bytes: number): Promise<void> {
  let before = -1
  let still = 0
  while (line.uploadedBytes() < bytes) {
    still = line.uploadedBytes() === before ? still + 1 : 0
    if (still > 180) throw new Error(`nothing has moved for three minutes at ${before} bytes`)
    before = line.uploadedBytes()
    await delay(1_000)
  }
}

/** Twice what the line would take with nothing lost, and ten minutes for what it loses. */
async function arrival(stage: NetworkStage, clipIds: readonly string[], wholeMs: number): Promise<void> {
  const endsMs = performance.now() + wholeMs * 2 + 600_000
  for (const clipId of clipIds)
    await stage.teacher.waitFor(clipId, ['uploaded'], Math.max(1_000, endsMs - performance.now()))
}

function tellLosses(line: ThinLine, bytes: number): void {
  const { well, ...lost } = line.lost()
  console.log(`  requests: ${well} went well, ${JSON.stringify(lost)}`)
  const shares = Object.entries(line.uploadedBy()).map(([end, sent]) => `${end} ${percent(sent / bytes)}`)
  console.log(
    `  of ${bytes} bytes: ${shares.join(', ')}; sent again ${percent(line.uploadedBytes() / bytes - 1)}`,
  )
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

/** Numbers from 0 to 1 that look like chance and are the same in every run. */
function seeded(seed: number): () => number {
  let n = 0
  return () => {
    n += 1
    return createHash('sha256').update(`${seed} ${n}`).digest().readUInt32BE() / 2 ** 32
  }
}

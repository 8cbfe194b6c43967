import { stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Page } from 'playwright-core'
import { type Phone, pickFile } from '../../suites/stage/phone.ts'
import type { Teacher } from '../../suites/stage/teacher.ts'
import { watchRenderers } from './browser-memory.ts'

export type Trim = { readonly fromSeconds: number; readonly toSeconds: number }

export type Sent = {
  readonly words: string
  readonly tabPeakMiB: number
  /** It was offered and did not come about. */
  readonly gaveUp: boolean
  /** Undefined where the browser could not, and the file would go as it was filmed. */
  readonly made:
    | undefined
    | {
        readonly after: string
        readonly bytesBefore: number
        readonly bytesAfter: number
        readonly makingSeconds: number
      }
}

const LIMIT_MS = 600_000

/** Sends a file by the page as small as it offers, and fetches what has arrived. */
export async function sendSmaller({
  phone,
  url,
  teacher,
  file,
  trim,
  into,
}: {
  readonly phone: Phone
  readonly url: string
  readonly teacher: Teacher
  readonly file: string
  readonly trim: Trim | undefined
  readonly into: string
}): Promise<Sent> {
  const page = phone.page()
  const name = basename(file)
  await page.goto(`${url}/clips/new`)
  await page.getByLabel('Title', { exact: true }).fill(name)
  const memory = await watchRenderers(phone.pid())
  await pickFile(page, file)
  const offered = await offerOf(page)
  if (offered === undefined)
    return {
      words: `${name}: goes as it was filmed`,
      tabPeakMiB: memory.stop(),
      gaveUp: false,
      made: undefined,
    }
  if (trim) {
    await page.getByRole('slider', { name: 'Begins at' }).fill(String(trim.fromSeconds))
    await page.getByRole('slider', { name: 'Ends at' }).fill(String(trim.toSeconds))
  }
  await page.getByRole('radio', { name: offered }).check()
  const began = performance.now()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  const gone = page.waitForURL(/\/clips\/[0-9a-f-]{36}/, { timeout: LIMIT_MS }).then(() => true)
  const broke = page
    .getByRole('alert')
    .waitFor({ timeout: LIMIT_MS })
    .then(() => false)
  broke.catch(() => undefined)
  const isGone = await Promise.race([gone, broke])
  const makingSeconds = (performance.now() - began) / 1_000
  const tabPeakMiB = memory.stop()
  if (!isGone) {
    gone.catch(() => undefined)
    return {
      words: `${name}: the browser gave up: ${await page.getByRole('alert').innerText()}`,
      tabPeakMiB,
      gaveUp: true,
      made: undefined,
    }
  }
  const clipId = new URL(page.url()).pathname.split('/')[2] ?? ''
  if (!(await teacher.waitFor(clipId, ['uploaded'], LIMIT_MS))) throw new Error(`${name} has not arrived`)
  const bytes = await (await teacher.get(`/api/clips/${clipId}/original`)).bytes()
  await writeFile(into, bytes)
  const { size: bytesBefore } = await stat(file)
  const words = `${name}: ${(bytesBefore / 1e6).toFixed(1)} to ${(bytes.length / 1e6).toFixed(1)} MB in ${makingSeconds.toFixed(1)} s, ${tabPeakMiB} MiB`
  return {
    words,
    tabPeakMiB,
    gaveUp: false,
    made: { after: into, bytesBefore, bytesAfter: bytes.length, makingSeconds },
  }
}

/** The smallest size the page offers, once it has looked at the file; undefined where it says that it cannot. */
async function offerOf(page: Page): Promise<RegExp | undefined> {
  const sizes = page.getByRole('group', { name: 'How large' })
  const cannot = page.getByText('It goes as it was filmed.')
  await sizes.or(cannot).first().waitFor({ timeout: LIMIT_MS })
  if (!(await sizes.isVisible())) return undefined
  for (const offered of [/^Small/, /^Clear/, /^As filmed/])
    if ((await page.getByRole('radio', { name: offered }).count()) > 0) return offered
  return undefined
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import type { ChromiumForTests } from '../../local/chromium.ts'

/** A browser whose storage lives on when it is killed, as a phone's does. */
export type Phone = {
  readonly page: () => Page
  /** Of its process while it runs. */
  readonly pid: () => number
  /** Its process is gone at once; nothing is written that was not written. */
  readonly kill: () => Promise<void>
  /** As when she opens it again: with what its storage holds. */
  readonly start: () => Promise<void>
  readonly close: () => Promise<void>
}

type PhoneOptions = {
  readonly chromium: ChromiumForTests
  /** Its own folder, made and removed here. */
  readonly profileDir: string
  readonly url: string
  /** Of her session. */
  readonly cookie: string
  /** Further ones for the browser. */
  readonly args?: readonly string[]
}

const screen = { width: 390, height: 844 }
const DAY_SECONDS = 86_400

export async function openPhone({
  chromium: { args: always, ...found },
  profileDir,
  url,
  cookie,
  args = [],
}: PhoneOptions): Promise<Phone> {
  let running: Awaited<ReturnType<typeof startBrowser>> | undefined
  const open = (): NonNullable<typeof running> => {
    if (!running) throw new Error('the phone is off')
    return running
  }
  const kill = async (): Promise<void> => {
    const ended = running
    running = undefined
    if (!ended) return
    const gone = once(ended.process, 'exit')
    ended.process.kill('SIGKILL')
    await gone
    await ended.browser.close().catch(() => undefined)
  }
  const start = async (): Promise<void> => {
    running = await startBrowser({ ...found, args: [...always, ...args] }, profileDir)
    const expires = Math.floor(Date.now() / 1_000) + DAY_SECONDS
    await running.context.addCookies(
      cookie.split('; ').map((pair) => {
        const [name = '', ...value] = pair.split('=')
        return { name, value: value.join('='), url, expires }
      }),
    )
  }
  await start()
  return {
    page: () => open().page,
    pid: () => open().process.pid ?? 0,
    kill,
    start,
    close: async () => {
      await kill()
      await rm(profileDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Chooses a file for the page's file input by its path: over this line a library would send at most 50 MB. */
export async function pickFile(page: Page, file: string): Promise<void> {
  await page.locator('input[type=file]').waitFor({ state: 'attached' })
  const session = await page.context().newCDPSession(page)
  const { root } = await session.send('DOM.getDocument')
  const { nodeId } = await session.send('DOM.querySelector', {
    nodeId: root.nodeId,
    selector: 'input[type=file]',
  })
  await session.send('DOM.setFileInputFiles', { files: [file], nodeId })
  await session.detach()
}

async function startBrowser(
  found: ChromiumForTests,
  profileDir: string,
): Promise<{
  process: ReturnType<typeof spawn>
  browser: Awaited<ReturnType<typeof chromium.connectOverCDP>>
  context: BrowserContext
  page: Page
}> {
  const process = spawn(
    found.executablePath,
    [
      ...found.args,
      ...['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profileDir}`],
      ...[`--window-size=${screen.width},${screen.height}`, 'about:blank'],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const address = await debuggerOf(process.stderr)
  const browser = await chromium.connectOverCDP(address)
  const [context] = browser.contexts()
  if (!context) throw new Error('the browser came without a context')
  const page = context.pages()[0] ?? (await context.newPage())
  await page.setViewportSize(screen)
  return { process, browser, context, page }
}

async function debuggerOf(stderr: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stderr })) {
    const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
    if (address === undefined) continue
    // An unread pipe would stop it once full.
    stderr.resume()
    return address
  }
  throw new Error('the browser did not start')
}

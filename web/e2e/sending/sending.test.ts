import { rm } from 'node:fs/promises'
import { castOf, storyGround } from '@cuepoint/testing/story'
import { type Browser, chromium, type Locator, type Page, type Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seriousFindings } from '../access/serious-findings.ts'
import { shortLesson } from '../story/files.ts'
import { aPerson, type Person } from '../story/person.ts'

let browser: Browser
let file: string
let folder: string
beforeAll(async () => {
  const { chromiumPath, chromiumArgs } = storyGround()
  const fakes = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
  browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [...chromiumArgs, ...fakes, '--mute-audio'],
  })
  ;({ file, folder } = await shortLesson(8))
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true })
})

/** What the uploads of a page meet. */
async function lineOf(page: Page): Promise<(way: 'open' | 'held' | 'dead') => Promise<void>> {
  let now: 'open' | 'held' | 'dead' = 'open'
  const held: Route[] = []
  await page.route(/\/api\/clips\/[^/]+\/upload/, async (route) => {
    if (now === 'dead') return await route.abort('internetdisconnected')
    if (now === 'held' && route.request().method() === 'PUT') return void held.push(route)
    await route.continue()
  })
  return async (way) => {
    now = way
    const waiting = held.splice(0)
    // What she has stopped meanwhile has nobody left to be answered.
    for (const route of waiting)
      await (way === 'open' ? route.continue() : route.abort('internetdisconnected')).catch(() => undefined)
  }
}

/** A browser that tells which line it is on, and how much room it has. */
async function tellsOfItself(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const connection = Object.assign(new EventTarget(), {
      type: 'wifi',
      effectiveType: '4g',
      saveData: false,
    })
    Object.defineProperty(navigator, 'connection', { value: connection, configurable: true })
  })
}
const onLine = async (page: Page, type: 'wifi' | 'cellular'): Promise<void> =>
  await page.evaluate((now) => {
    const connection: EventTarget | undefined = Reflect.get(navigator, 'connection')
    if (!connection) throw new Error('the browser tells nothing of its line')
    Object.assign(connection, { type: now })
    connection.dispatchEvent(new Event('change'))
  }, type)

async function pick(person: Person, title: string): Promise<void> {
  const { page, t } = person
  await person.go('/clips/new')
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByLabel(t('clips:title'), { exact: true }).fill(title)
}
const send = async ({ page, t }: Person): Promise<void> => {
  await page.getByRole('button', { name: t('clips:send.do'), exact: true }).click()
  await page.waitForURL(/\/clips\/[0-9a-f-]{36}/)
}
/** Where whoever uses the keyboard is now. */
const hasFocus = (place: Locator): Promise<boolean> =>
  place.evaluate((element) => element === document.activeElement)
const shows = async ({ page, t }: Person, scene: string): Promise<void> =>
  await page.getByRole('heading', { name: t(`clips:sending.title.${scene}`) }).waitFor()
/** Whether the clip can be watched in the end. */
async function arrives({ page, t }: Person): Promise<boolean> {
  const player = page.getByRole('region', { name: t('player:player') })
  await player.waitFor({ timeout: 120_000 })
  return await player.isVisible()
}

const findings: string[] = []

describe.each([
  ['en', 'phone'],
  ['es', 'desktop'],
  ['th', 'phone'],
] as const)('in %s on a %s', (language, size) => {
  let person: Person
  /** A picture of the state she is in, and what axe says of it. */
  const look = async (scene: string): Promise<void> => {
    await person.look(scene)
    // In Thai they are the same pages as in English on the same phone.
    if (language !== 'th')
      findings.push(
        ...(await seriousFindings(person.page)).map((finding) => `${language} ${scene}: ${finding}`),
      )
  }
  beforeAll(async () => {
    const { url, databaseUrl } = storyGround()
    const { teacher } = await castOf({ url, databaseUrl, language })
    const { name, email, password } = teacher
    person = await aPerson(browser, { name, email, language, size })
    await person.context.request.post('/api/session', { data: { email, password } })
    await tellsOfItself(person.page)
  })
  afterAll(() => person.context.close())

  test('a picked file is safe at once, is cut with the keyboard, and comes back after a reload', async () => {
    const { page, t } = person
    await pick(person, 'Fractions')
    await page.getByText(t('clips:pick.kept')).waitFor()
    const begins = page.getByRole('slider', { name: new RegExp(`^${t('clips:trim.from')}`) })
    const cannot = page.getByText(t('clips:trim.notHere'))
    await begins.or(cannot).waitFor()
    await look('picked')
    const canCut = await begins.isVisible()
    if (canCut) await begins.focus()
    const presses = canCut ? 10 : 0
    for (let n = 0; n < presses; n += 1) await page.keyboard.press('ArrowRight')
    await expect.poll(async () => (canCut ? await begins.inputValue() : '1')).toBe('1')
    await page.reload()
    await page.getByText('lesson.mp4').waitFor()
    await page.getByText(t('clips:pick.kept')).waitFor()
    await expect.poll(() => page.getByLabel(t('clips:title'), { exact: true }).inputValue()).toBe('Fractions')
  })

  test('on its way it is paused, loses the line, finds it again and arrives', async () => {
    const { page, t } = person
    const line = await lineOf(page)
    await pick(person, 'Fractions')
    await line('held')
    await send(person)
    await shows(person, 'sending')
    await look('sending')
    await page.getByRole('button', { name: t('clips:sending.pause') }).click()
    await shows(person, 'paused')
    await look('paused')
    const goOn = page.getByRole('button', { name: t('clips:sending.goOn') })
    expect(await hasFocus(goOn)).toBe(true)
    await goOn.click()
    await shows(person, 'sending')
    await line('dead')
    await shows(person, 'away')
    await look('stalled')
    // Another day: the page is loaded anew while the line is still away.
    await page.reload()
    await shows(person, 'away')
    await line('held')
    await page.getByRole('button', { name: t('clips:sending.tryNow') }).click()
    await shows(person, 'sending')
    await look('resumed')
    await line('open')
    expect(await arrives(person)).toBe(true)
    await look('done')
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })

  test('it waits for Wi-Fi where she asked for that, and goes by itself', async () => {
    const { page, t } = person
    const line = await lineOf(page)
    await pick(person, 'Fractions')
    await line('held')
    await send(person)
    await page.getByText(t('clips:sending.wifiOnly')).click()
    await onLine(page, 'cellular')
    await shows(person, 'for-wifi')
    await look('waiting-for-wifi')
    await line('open')
    await onLine(page, 'wifi')
    expect(await arrives(person)).toBe(true)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })

  test('where there is no room she is told, and it goes all the same', async () => {
    const { page, t } = person
    await page.addInitScript(() => {
      navigator.storage.estimate = () => Promise.resolve({ quota: 1_000, usage: 0 })
    })
    await pick(person, 'Fractions')
    await page.getByText(t('clips:sending.noRoom')).waitFor()
    await look('no-room')
    await send(person)
    expect(await arrives(person)).toBe(true)
  })

  test('what the server refuses says why and takes another file', async () => {
    const { page, t } = person
    await page.route(/\/api\/clips\/[^/]+\/upload$/, (route) =>
      route.fulfill({ status: 413, json: { code: 'file-too-large', details: { maxBytes: 1_000 } } }),
    )
    await pick(person, 'Fractions')
    await send(person)
    await shows(person, 'refused')
    const another = page.getByRole('button', { name: t('clips:pick.do') })
    await another.waitFor()
    expect(await another.isEnabled()).toBe(true)
    await look('refused')
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })

  test('she tries the room, records, and goes on with what she recorded', async () => {
    const { page, t } = person
    await person.go('/clips/record')
    await look('record-ask')
    await page.getByRole('button', { name: t('record:open') }).click()
    const record = page.getByRole('button', { name: t('record:record'), exact: true })
    await record.waitFor()
    await look('record-ready')
    await record.press('Enter')
    await page.getByRole('button', { name: t('record:pause') }).waitFor()
    await page.getByRole('timer').filter({ hasText: '0:03' }).waitFor()
    // By then two seconds at least are on the device.
    await page.getByText(/[1-9]\d* kB/).waitFor({ timeout: 1_000 })
    await look('recording')
    const stop = page.getByRole('button', { name: t('record:stop'), exact: true })
    expect(await hasFocus(stop)).toBe(true)
    await stop.press('Enter')
    await page.getByRole('button', { name: t('record:goOn') }).waitFor()
    expect(await hasFocus(page.locator('p[tabindex="-1"]'))).toBe(true)
    await look('recorded')
    await page.getByRole('button', { name: t('record:goOn') }).click()
    await page.getByText(t('clips:pick.kept')).waitFor()
    await send(person)
    expect(await arrives(person)).toBe(true)
  })

  test('nothing in her console complained', () => {
    // What the browser itself says of a line that was cut, or of an answer that refused, was the purpose.
    const ours = person.complaints.filter((line) => !/Failed to load resource/.test(line))
    expect(ours).toEqual([])
  })
})

test('axe finds nothing serious in any of these states', () => expect(findings).toEqual([]))

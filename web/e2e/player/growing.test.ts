import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { storyGround } from '@cuepoint/testing/story'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { tones } from './clip.ts'
import { atMs, frames, isPaused, openStage, play, type Stage, untilMs } from './stage.ts'

const run = promisify(execFile)

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const events = (page: Page) => page.evaluate(() => globalThis.seen.events)
const forgetEvents = (page: Page) =>
  page.evaluate(() => {
    globalThis.seen.events.length = 0
  })
/** More renditions have joined: the page learns of the whole clip. */
const grow = (page: Page) => page.evaluate(() => globalThis.seen.change({ media: {} }))
const sizes = (page: Page) => page.getByLabel('Picture quality').locator('option').allTextContents()
const hasFrame = (page: Page) =>
  page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2)

describe('when more of the clip has been made', () => {
  test('smooth playing is not disturbed; the next pause brings it, at the same place', async () => {
    const page = await stage.open('bare&first')
    await page.getByLabel('Speed', { exact: true }).selectOption('1.5')
    await play(page)
    await untilMs(page, 2000)
    await forgetEvents(page)
    await grow(page)
    await untilMs(page, 5000)
    expect(await events(page)).toEqual([])
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await page.waitForFunction(() => globalThis.seen.events.includes('loadstart'))
    const keptMs = await atMs(page)
    await expect.poll(() => sizes(page)).toEqual(['Auto', '480p', '240p'])
    await hasFrame(page)
    expect(await atMs(page)).toBe(keptMs)
    expect(await isPaused(page)).toBe(true)
    // The first picture of the new playlist takes the place of the last one of the old, never the poster.
    expect(await page.locator('img[src$="poster.jpg"]').count()).toBe(0)
    await expect.poll(() => page.locator('canvas').count()).toBe(0)

    await play(page)
    await untilMs(page, keptMs + 1000)
    expect(await page.evaluate(() => document.querySelector('video')?.playbackRate)).toBe(1.5)
    expect(await frames(page)).toBeGreaterThan(10)
  })

  test('a paused clip has it at once, under the last picture', async () => {
    const page = await stage.open('bare&first&at=7321')
    await hasFrame(page)
    await expect.poll(() => atMs(page)).toBe(7321)
    await grow(page)
    await expect.poll(() => sizes(page)).toEqual(['Auto', '480p', '240p'])
    await hasFrame(page)
    expect(await atMs(page)).toBe(7321)
    expect(await isPaused(page)).toBe(true)
    expect(await page.locator('img[src$="poster.jpg"]').count()).toBe(0)
    expect(stage.asked()).toContain('/media/main.m3u8')
  })

  test('a jump brings it, where she jumped to, and goes on playing', async () => {
    const page = await stage.open('bare&first')
    await play(page)
    await untilMs(page, 1000)
    await grow(page)
    await page.evaluate(() => globalThis.seen.handle?.seek(12_000))
    await untilMs(page, 13_000)
    expect(await atMs(page)).toBeLessThan(17_000)
    expect(await sizes(page)).toEqual(['Auto', '480p', '240p'])
    expect(await isPaused(page)).toBe(false)
  })

  test('nothing is fetched for it where she has not played yet, when thrifty', async () => {
    const page = await stage.open('bare&first&thrifty')
    await grow(page)
    await play(page)
    await untilMs(page, 500)
    expect(stage.asked().filter((path) => path.endsWith('main.m3u8'))).toEqual(['/media/main.m3u8'])
  })

  test('a chosen size is held to, and another can be chosen at any time', async () => {
    const page = await stage.open('bare&first')
    await grow(page)
    const height = (wanted: number) =>
      page.waitForFunction((px) => document.querySelector('video')?.videoHeight === px, wanted)
    await play(page)
    for (const size of ['480', '240', '480']) {
      await page.getByLabel('Picture quality').selectOption(size)
      await page.evaluate(() => globalThis.seen.handle?.seek(3000))
      await height(Number(size))
    }
    await page.evaluate(() => globalThis.seen.change({ media: { playlistUrl: '/media/main.m3u8?again' } }))
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await page.waitForFunction(
      () => globalThis.seen.events.filter((name) => name === 'loadstart').length === 3,
    )
    await play(page)
    await height(480)
    expect(await page.getByLabel('Picture quality').inputValue()).toBe('480')
  })
})

describe('a part that is only promised', () => {
  const segment = '/media/240/004.m4s'
  // Each needs a server of its own: a promise is kept once.
  let own: Stage
  beforeEach(async () => {
    own = await openStage()
    return () => own.close()
  })

  test('is waited for in words and plays when it is there, without being loaded anew', async () => {
    own.served.promise(segment, { madeAfterMs: 6000, holdMs: 1500 })
    const page = await own.open('bare&first&partly&at=7500')
    await play(page)
    await page.getByText('This part is still being prepared').waitFor()
    const words = await page.locator('output').textContent()
    expect(words).toMatch(/It will be here in less than a minute\.$/)
    await untilMs(page, 10_000)
    // Loaded once, and one jump: the one to where she was. What lay between was not passed over.
    const went = await events(page)
    expect(went.filter((name) => name === 'loadstart')).toHaveLength(1)
    expect(went.filter((name) => name === 'seeking')).toHaveLength(1)
    expect(await page.locator('output').textContent()).toBe('')
    const answers = own.served.log.filter(({ path }) => path === segment).map(({ status }) => status)
    expect(answers.length).toBeGreaterThan(2)
    expect(answers.at(-1)).toBe(200)
    expect(new Set(answers.slice(0, -1))).toEqual(new Set([503]))
  })

  test('does not keep her from what is made already', async () => {
    own.served.promise(segment, { madeAfterMs: 600_000, holdMs: 1500 })
    const page = await own.open('bare&first&partly&at=8500')
    await play(page)
    await page.getByText('This part is still being prepared').waitFor()
    await page.evaluate(() => globalThis.seen.handle?.seek(1000))
    await untilMs(page, 2500)
    expect(await atMs(page)).toBeLessThan(8000)
    expect(await page.locator('output').textContent()).toBe('')
  })

  test('is passed over as soon as a playlist is there that has it', async () => {
    own.served.promise(segment, { madeAfterMs: 600_000, holdMs: 1500 })
    const page = await own.open('bare&first&partly&at=6000')
    await play(page)
    await page.getByText('This part is still being prepared').waitFor()
    // The smaller rung stays promised for ever: only another playlist leads on.
    await page.route('**/media/main.m3u8', async (route) => {
      const answer = await route.fetch()
      const text = await answer.text()
      await route.fulfill({
        response: answer,
        body: text.replace(/#EXT-X-STREAM-INF[^\n]*426x240[^\n]*\n240\/list.m3u8\n/, ''),
      })
    })
    await grow(page)
    await untilMs(page, 9500)
    expect(await page.locator('output').textContent()).toBe('')
  })
})

test('a playlist that is gone is looked for where it is now', async () => {
  const page = await stage.open('bare&first&at=5000')
  await page.route('**/media/first/**', (route) => route.fulfill({ status: 404 }))
  await page.route('**/api/clips/a-clip', (route) =>
    route.fulfill({
      json: { media: { playlistUrl: '/media/main.m3u8', listenUrl: null, durationMs: 20_000 } },
    }),
  )
  await page.reload()
  await page.waitForFunction(() => globalThis.seen?.handle)
  await play(page)
  await untilMs(page, 6000)
  expect(await page.getByText('This clip is not open to you').count()).toBe(0)
})

describe('sound', () => {
  /** The loudest tone, in Hz, listened to inside the page. */
  const tone = (page: Page) =>
    page.evaluate(() => {
      const ear = globalThis as typeof globalThis & { ear?: AnalyserNode }
      if (!ear.ear) {
        const video = document.querySelector('video')
        if (!video) return 0
        const context = new AudioContext()
        ear.ear = new AnalyserNode(context, { fftSize: 4096 })
        context.createMediaElementSource(video).connect(ear.ear)
      }
      const loudness = new Float32Array(ear.ear.frequencyBinCount)
      ear.ear.getFloatFrequencyData(loudness)
      const loudest = loudness.indexOf(Math.max(...loudness))
      return (loudest * ear.ear.context.sampleRate) / 4096
    })
  const near = (hz: number) => (heard: number) => Math.abs(heard - hz) < 30

  test('is the clear one or the one that was filmed, remembered on this device', async () => {
    const page = await stage.open('bare')
    await play(page)
    await untilMs(page, 300)
    await expect.poll(async () => near(tones.levelled)(await tone(page))).toBe(true)
    await page.getByLabel('Sound', { exact: true }).selectOption('As filmed')
    await expect.poll(async () => near(tones.original)(await tone(page))).toBe(true)
    expect(await isPaused(page)).toBe(false)
    const before = stage.asked().length
    await page.reload()
    await page.waitForFunction(() => globalThis.seen?.handle)
    expect(await page.getByLabel('Sound', { exact: true }).inputValue()).toBe('original')
    await play(page)
    await untilMs(page, 300)
    await expect.poll(async () => near(tones.original)(await tone(page))).toBe(true)
    const fetched = stage.asked().slice(before)
    // The player begins with the playlist's own sound and lets go of it before any of it is heard.
    expect(fetched.filter((path) => /levelled\/\d+\.m4s/.test(path)).length).toBeLessThan(2)
  })

  test('goes on alone at the same place, costs no picture, and the picture comes back', async () => {
    const page = await stage.open('bare')
    await play(page)
    await untilMs(page, 1500)
    const listen = page.getByRole('button', { name: 'Listen only' })
    const fromMs = await atMs(page)
    const before = stage.asked().length
    await listen.click()
    await page.getByText('Sound only. This saves data.').waitFor()
    await untilMs(page, fromMs + 1500)
    expect(await atMs(page)).toBeLessThan(fromMs + 6000)
    expect(await page.locator('img[src$="poster.jpg"]').count()).toBe(1)
    const asked = stage.asked().slice(before)
    expect(asked.filter((path) => /\/(240|480)\/\d+\.m4s/.test(path))).toEqual([])
    await listen.click()
    await page.waitForFunction(() => (document.querySelector('video')?.videoHeight ?? 0) > 0)
    await expect.poll(() => page.locator('img[src$="poster.jpg"]').count()).toBe(0)
    await untilMs(page, fromMs + 2000)
    expect(await isPaused(page)).toBe(false)
  })
})

describe('pictures on the timeline', () => {
  const bar = (page: Page) => page.getByRole('slider', { name: 'Place in the clip' })
  /** The average colour of what is seen there. */
  async function colourOf(shown: Locator): Promise<{ red: number; blue: number }> {
    const folder = await mkdtemp(join(tmpdir(), 'preview-'))
    const file = join(folder, 'preview.png')
    await writeFile(file, await shown.screenshot())
    const { stdout } = await run(
      storyGround().ffmpegPath,
      ['-v', 'error', '-i', file, '-vf', 'scale=1:1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
      { encoding: 'buffer' },
    )
    await rm(folder, { recursive: true })
    return { red: stdout[0] ?? 0, blue: stdout[2] ?? 0 }
  }
  async function pointAt(page: Page, ms: number): Promise<void> {
    const box = await bar(page).boundingBox()
    if (!box) throw new Error('the bar is not on the page')
    await page.mouse.move(box.x + 9 + (ms / 20_000) * (box.width - 18), box.y + box.height / 2)
  }

  test('are fetched and shown where she points, with the time', async () => {
    const page = await stage.open('bare&thrifty')
    expect(stage.asked().filter((path) => /vtt|sheet/.test(path))).toEqual([])
    const preview = page.getByTestId('preview')
    await pointAt(page, 4000)
    await preview.waitFor()
    await page.waitForFunction(
      () => document.querySelector<HTMLImageElement>('[data-testid=preview] img')?.complete,
    )
    expect(await preview.textContent()).toBe('0:04')
    const early = await colourOf(preview)
    expect(early.red).toBeGreaterThan(early.blue * 2)
    await pointAt(page, 15_000)
    expect(await preview.textContent()).toBe('0:15')
    const late = await colourOf(preview)
    expect(late.blue).toBeGreaterThan(late.red * 2)
    await page.mouse.move(5, 5)
    await expect.poll(() => preview.count()).toBe(0)
  })

  test('come along with the keys, and go again', async () => {
    const page = await stage.open('bare&at=8000')
    await hasFrame(page)
    await bar(page).focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.getByTestId('preview').textContent()).toBe('0:13')
    await page.keyboard.press('Tab')
    await expect.poll(() => page.getByTestId('preview').count()).toBe(0)
  })
})

test('the sound is drawn after the first picture, and not before she plays when thrifty', async () => {
  const page = await stage.open('bare&thrifty')
  expect(await page.getByTestId('waveform').count()).toBe(0)
  await play(page)
  await page.getByTestId('waveform').waitFor()
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { atMs, frames, isPaused, openStage, play, type Stage, untilMs } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

describe('playing', () => {
  test('shows moving pictures with sound on, only when asked to', async () => {
    const page = await stage.open('bare')
    expect(await isPaused(page)).toBe(true)
    await play(page)
    await untilMs(page, 1000)
    expect(await frames(page)).toBeGreaterThan(10)
    expect(await page.evaluate(() => document.querySelector('video')?.muted)).toBe(false)
  })

  test('begins where she was and fetches nothing before she plays, when thrifty', async () => {
    const page = await stage.open('bare&thrifty&at=9000')
    expect(await atMs(page)).toBe(9000)
    expect(stage.asked().filter((path) => /m3u8|m4s/.test(path))).toEqual([])
    await play(page)
    await untilMs(page, 9500)
    expect(await atMs(page)).toBeLessThan(12_000)
  })

  test('starts on the lightest picture and lets her choose another', async () => {
    const page = await stage.open('bare')
    await play(page)
    await untilMs(page, 500)
    expect(stage.asked().find((path) => path.endsWith('.m4s'))).toContain('/240/')
    await page.getByLabel('Picture quality').selectOption('480')
    await page.waitForFunction(() => document.querySelector('video')?.videoHeight === 480)
  })
})

describe('keys', () => {
  test('move, step, pin and mark a stretch', async () => {
    const page = await stage.open('bare&at=10000')
    await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2)
    for (const [key, expected] of [
      ['j', 0],
      ['l', 10_000],
      ['ArrowRight', 15_000],
      ['ArrowLeft', 10_000],
      ['Shift+ArrowRight', 11_000],
    ] as const) {
      await page.keyboard.press(key)
      await expect.poll(() => atMs(page)).toBe(expected)
    }
    await page.keyboard.press('.')
    await expect.poll(() => atMs(page)).toBe(11_050)
    await page.keyboard.press('q')
    expect(await page.evaluate(() => globalThis.seen.pinned)).toEqual([11_050])
    await page.keyboard.press('o')
    expect(await page.evaluate(() => globalThis.seen.ranges)).toEqual([])
    await page.keyboard.press('i')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => atMs(page)).toBe(6050)
    await page.keyboard.press('o')
    expect(await page.evaluate(() => globalThis.seen.ranges)).toEqual([{ atMs: 6050, endMs: 11_050 }])
    await page.keyboard.press('Space')
    await expect.poll(() => isPaused(page)).toBe(false)
    await page.keyboard.press('k')
    await expect.poll(() => isPaused(page)).toBe(true)
  })

  test('belong to the words while she types', async () => {
    const page = await stage.open('bare&at=5000')
    const words = page.getByRole('textbox')
    await words.focus()
    await page.keyboard.type('quick, jolly? ok')
    await page.keyboard.press('ArrowLeft')
    expect(await words.inputValue()).toBe('quick, jolly? ok')
    expect(await atMs(page)).toBe(5000)
    expect(await page.evaluate(() => globalThis.seen.pinned)).toEqual([])
  })

  test('work from the seek bar too, and say the place', async () => {
    const page = await stage.open('bare')
    const bar = page.getByRole('slider', { name: 'Place in the clip' })
    await bar.focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => bar.getAttribute('aria-valuetext')).toBe('0:05 of 0:20')
  })
})

describe('prompts on the timeline', () => {
  test('stop the clip at their moment, are announced, and let it go on', async () => {
    const page = await stage.open('pause')
    await play(page)
    await page.waitForFunction(() => globalThis.seen.reached.length === 1)
    await expect.poll(() => isPaused(page)).toBe(true)
    expect(await atMs(page)).toBe(2000)
    await expect
      .poll(() => page.locator('[aria-live=polite]').textContent())
      .toBe('Prompt 1, Strength, at 0:02: What made this work?')
    await page.evaluate(() => globalThis.seen.handle?.seek(5500))
    await play(page)
    // The second is about a stretch: it is announced at its start; the third stops the clip inside it.
    await page.waitForFunction(() => globalThis.seen.reached.length === 3)
    await expect.poll(() => isPaused(page)).toBe(true)
    expect(await page.evaluate(() => globalThis.seen.reached)).toEqual(['a', 'b', 'c'])
    expect(await atMs(page)).toBe(6500)
  })

  test('are reached by keyboard and finger, and go to their moment', async () => {
    const page = await stage.open()
    const pin = page.getByRole('button', { name: 'Prompt 2, Look again, 0:06 to 0:08: Look at the hands.' })
    await pin.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => atMs(page)).toBe(6000)
    expect(await pin.getAttribute('aria-current')).toBe('true')
    const box = await pin.boundingBox()
    expect([box?.width, box?.height]).toEqual([44, 44])
  })

  test('a drag over them marks a stretch', async () => {
    const page = await stage.open('bare')
    const bar = await page.getByRole('slider', { name: 'Place in the clip' }).boundingBox()
    if (!bar) throw new Error('the bar is not on the page')
    const xOf = (ms: number) => bar.x + 9 + (ms / 20_000) * (bar.width - 18)
    await page.mouse.move(xOf(12_000), bar.y - 12)
    await page.mouse.down()
    await page.mouse.move(xOf(9000), bar.y - 12, { steps: 5 })
    await page.mouse.move(xOf(8000), bar.y - 12)
    await page.mouse.up()
    const [range] = await page.evaluate(() => globalThis.seen.ranges)
    expect(range?.atMs).toBeGreaterThan(7900)
    expect(range?.atMs).toBeLessThan(8100)
    expect(range?.endMs).toBeGreaterThan(11_900)
    expect(range?.endMs).toBeLessThan(12_100)
  })
})

describe('ranges', () => {
  test('play to their end and stop', async () => {
    const page = await stage.open('bare')
    await page.evaluate(() => globalThis.seen.handle?.playRange(4000, 5000))
    await page.waitForFunction(() => globalThis.seen.handle?.currentMs() === 5000)
    await expect.poll(() => isPaused(page)).toBe(true)
  })

  test('go round on request, to the very end of the clip', async () => {
    const page = await stage.open('bare')
    await page.evaluate(() => {
      const { handle } = globalThis.seen
      const turns = { count: 0, beforeMs: 0 }
      handle?.onTime((ms) => {
        if (turns.beforeMs > 19_500 && ms < 19_300) turns.count += 1
        turns.beforeMs = ms
      })
      Object.assign(window, { turns })
      handle?.playRange(19_200, 20_000, { loop: true })
    })
    await page.waitForFunction(() => (Reflect.get(window, 'turns') as { count: number }).count >= 2)
    expect(await isPaused(page)).toBe(false)
  })
})

describe('a bad line', () => {
  test('is said, keeps the place, and the clip goes on when it is back', async () => {
    const page = await stage.open('bare')
    const line = { cut: false }
    await page.route('**/media/**', (route) => {
      line.cut ||= Number(/(\d+)\.m4s/.exec(route.request().url())?.[1]) >= 3
      return line.cut ? route.abort('internetdisconnected') : route.continue()
    })
    await play(page)
    await page.getByText('The connection is gone').waitFor()
    const keptMs = await atMs(page)
    expect(keptMs).toBeGreaterThan(4000)
    await page.unroute('**/media/**')
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await untilMs(page, keptMs + 1500)
    expect(await page.getByText('The connection is gone').count()).toBe(0)
    expect(await atMs(page)).toBeLessThan(keptMs + 8000)
  })

  test('a clip that is not hers any more is said to be so', async () => {
    const page = await stage.open('bare&thrifty')
    await page.route('**/media/*.m3u8', (route) => route.fulfill({ status: 404 }))
    await play(page)
    await expect.poll(() => page.getByText('This clip is not open to you right now').count()).toBe(1)
  })
})

test('where she was is told while playing and when she stops', async () => {
  const page = await stage.open('bare')
  await play(page)
  await untilMs(page, 5500)
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await page.waitForFunction(() => globalThis.seen.positions.length >= 2)
  const positions = await page.evaluate(() => globalThis.seen.positions)
  expect(positions.at(-1)).toBe(await atMs(page))
})

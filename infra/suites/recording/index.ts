import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { findChromium } from '../../local/chromium.ts'
import type { Bound } from '../../local/figures-runner.ts'
import { openPhone, type Phone } from '../stage/phone.ts'
import { openProductStage } from '../stage/product-stage.ts'
import { type SeenClip, signInTeacher, type Teacher } from '../stage/teacher.ts'

export const about = {
  name: 'recording',
  proves:
    'what is recorded in the browser arrives, plays and has its length, and a browser that is killed in the middle costs two seconds at most',
  takes: 'about 4 minutes',
}

export const bounds: Readonly<Record<string, Bound>> = {
  arrived: { atLeast: 2 },
  lengthOffSeconds: { atMost: 1 },
  lostSeconds: { atMost: 2 },
  playedSeconds: { atLeast: 2 },
}

const RECORDED_SECONDS = 30
const KILLED_AT_SECONDS = 20
const fakes = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--mute-audio',
  '--autoplay-policy=no-user-gesture-required',
]

export async function run(): Promise<Record<string, number>> {
  const stage = await openProductStage()
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-recording-'))
  const { url, env } = stage.product
  try {
    const teacher = await signInTeacher(url, env['DATABASE_URL'] ?? '')
    const chromium = await findChromium(stage.ground)
    const phoneIn = async (name: string): Promise<Phone> => {
      const profileDir = join(folder, name)
      await mkdir(profileDir)
      return await openPhone({ chromium, profileDir, url, cookie: teacher.cookie, args: fakes })
    }

    const whole = await phoneIn('whole')
    let first: SeenClip | undefined
    let playedSeconds = 0
    try {
      await recordUntil(whole.page(), url, RECORDED_SECONDS)
      await whole.page().getByRole('button', { name: 'Stop', exact: true }).click()
      await whole.page().getByRole('button', { name: 'Go on with this one' }).click()
      first = await sendAndWait(whole.page(), teacher, 'All of it')
      if (first) playedSeconds = await play(whole.page())
    } finally {
      await whole.close()
    }

    const broken = await phoneIn('broken')
    let second: SeenClip | undefined
    let recorded = 0
    try {
      const began = await recordUntil(broken.page(), url, KILLED_AT_SECONDS)
      await broken.kill()
      recorded = (performance.now() - began) / 1_000
      await broken.start()
      await broken.page().goto(`${url}/clips/new`)
      second = await sendAndWait(broken.page(), teacher, 'What was saved')
    } finally {
      await broken.close()
    }
    const [length, rescued] = [first, second].map((clip) => (clip?.media?.durationMs ?? 0) / 1_000)
    return {
      arrived: [first, second].filter((clip) => clip !== undefined).length,
      lengthSeconds: length ?? 0,
      lengthOffSeconds: Math.round(Math.abs((length ?? 0) - RECORDED_SECONDS) * 10) / 10,
      playedSeconds,
      recordedSeconds: Math.round(recorded * 10) / 10,
      rescuedSeconds: rescued ?? 0,
      lostSeconds: Math.round((recorded - (rescued ?? 0)) * 10) / 10,
    }
  } finally {
    await stage.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Begins to record and resolves once the page's clock shows so many seconds; to when the button was pressed. */
async function recordUntil(page: Page, url: string, seconds: number): Promise<number> {
  await page.goto(`${url}/clips/record`)
  await page.getByRole('button', { name: 'Turn the camera on' }).click()
  await page.getByRole('button', { name: 'Record', exact: true }).click()
  const began = performance.now()
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  const clock = page.getByRole('timer')
  const wanted = `0:${String(seconds).padStart(2, '0')}`
  await clock.filter({ hasText: wanted }).waitFor({ timeout: (seconds + 30) * 1_000 })
  return began
}

/** Gives it a title, sends it as it is, and waits until nothing more will become of it; undefined where it did not arrive. */
async function sendAndWait(page: Page, teacher: Teacher, title: string): Promise<SeenClip | undefined> {
  await page.getByText('Kept safe on this device.').waitFor()
  await page.getByLabel('Title', { exact: true }).fill(title)
  const asFilmed = page.getByRole('radio', { name: /^As filmed/ })
  const cannot = page.getByText('It goes as it was filmed.')
  await asFilmed.or(cannot).first().waitFor()
  if (await asFilmed.isVisible()) await asFilmed.check()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.waitForURL(/\/clips\/[0-9a-f-]{36}/)
  const clipId = new URL(page.url()).pathname.split('/')[2] ?? ''
  const clip = await teacher.untilComplete(clipId, 300_000)
  return clip?.state === 'ready' ? clip : undefined
}

const AT = '(document.querySelector("video")?.currentTime ?? 0)'

/** Plays the clip that the page shows; resolves to how far it has come in at most ten seconds. */
async function play(page: Page): Promise<number> {
  const start = page.getByRole('button', { name: 'Play', exact: true }).first()
  await start.waitFor({ timeout: 60_000 })
  await start.click()
  const endsMs = performance.now() + 10_000
  // The page's own rules forbid the strings that a wait inside it would evaluate.
  for (;;) {
    const seconds = await page.evaluate<number>(AT)
    if (seconds > 3 || performance.now() > endsMs) return Math.round(seconds * 10) / 10
    await delay(100)
  }
}

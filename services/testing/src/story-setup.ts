import { mkdir, rm } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { findChromium, findFfmpeg, freePort, type Product, startProduct } from '@cuepoint/infra/local'
import type { TestProject } from 'vitest/node'
import { makeTestGround, repositoryRoot } from './test-ground.ts'

/** Brings up the whole product on free ports, as `npm start -- --empty` would, and finds a browser. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const ground = await makeTestGround()
  const screenshotDir = join(repositoryRoot, 'test-results/screenshots')
  let product: Product | undefined
  const takeDown = async (): Promise<void> => {
    await product?.stop()
    await rm(ground.dataDir, { recursive: true, force: true })
  }
  try {
    const chromium = await findChromium(ground)
    const { env: ffmpeg } = await findFfmpeg(ground)
    const gaveUp = (reason: string): void => ground.say(reason)
    product = await startProduct(ground, { host: '127.0.0.1', port: await freePort(), gaveUp })
    await mkdir(screenshotDir, { recursive: true })
    // Test processes start later and take these along: what is at hand here is at hand for them.
    process.env['CHROMIUM_PATH'] = chromium.executablePath
    process.env['PATH'] = [dirname(ffmpeg['FFMPEG_PATH'] ?? ''), process.env['PATH']].join(delimiter)
    project.provide('story', {
      url: product?.url ?? '',
      mailPageUrl: product?.mailPageUrl ?? '',
      databaseUrl: product?.env['DATABASE_URL'] ?? '',
      chromiumPath: chromium.executablePath,
      chromiumArgs: [...chromium.args],
      ffmpegPath: ffmpeg['FFMPEG_PATH'] ?? '',
      ffprobePath: ffmpeg['FFPROBE_PATH'] ?? '',
      screenshotDir,
    })
  } catch (error) {
    await takeDown()
    throw error
  }
  return takeDown
}

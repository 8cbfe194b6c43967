import type { CDPSession, Page } from 'playwright-core'

/** A line of 256 kbit/s with a far-away server: bytes a second, milliseconds. */
const thin = { offline: false, downloadThroughput: 32_000, uploadThroughput: 16_000, latency: 150 }
const cut = { offline: true, downloadThroughput: 0, uploadThroughput: 0, latency: 0 }

export type ThinLine = {
  /** Bytes that have come over the line since it was laid, with the headers, as they came: compressed. */
  readonly bytes: () => number
  readonly cut: () => Promise<void>
  readonly mend: () => Promise<void>
}

/** Puts a page behind a thin line, its cache cold, and counts what comes through. */
export async function thinLine(page: Page): Promise<ThinLine> {
  const line: CDPSession = await page.context().newCDPSession(page)
  let bytes = 0
  const underWay = new Map<string, number>()
  line.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    underWay.set(requestId, (underWay.get(requestId) ?? 0) + encodedDataLength)
  })
  // What was received before a request was given up has been paid for all the same.
  line.on('Network.loadingFailed', ({ requestId }) => {
    bytes += underWay.get(requestId) ?? 0
    underWay.delete(requestId)
  })
  line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength
    underWay.delete(requestId)
  })
  await line.send('Network.enable')
  await line.send('Network.clearBrowserCache')
  await line.send('Network.emulateNetworkConditions', thin)
  return {
    bytes: () => bytes + [...underWay.values()].reduce((sum, part) => sum + part, 0),
    cut: async () => void (await line.send('Network.emulateNetworkConditions', cut)),
    mend: async () => void (await line.send('Network.emulateNetworkConditions', thin)),
  }
}

import { act, screen } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { keys } from '../../lib/api/queries.ts'
import { renderPage } from '../../testing/render-page.tsx'
import { createScenes } from '../../testing/scenes.ts'
import { ClipStage } from './clip-stage.tsx'
import { TransfersProvider, useTransfers } from './transfers-context.tsx'

const scenes = createScenes(Date.now(), (ms) => new Date(ms).toISOString())
const clip = scenes.clip({ state: 'draft', media: null })
const file = new File([new Uint8Array(4_000_000)], 'lesson.mp4', { type: 'video/mp4' })

/** A line that a test pulls on. */
class Line extends EventTarget {
  readonly upload = new EventTarget()
  readonly open = vi.fn<(method: string, address: string) => void>()
  readonly send = vi.fn<(form: FormData) => void>()
  status = 0
  responseText = ''
  abort() {
    this.dispatchEvent(new Event('abort'))
  }
  carries(loaded: number) {
    act(() => void this.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded })))
  }
  says(name: 'error' | 'abort' | 'load', status = 0, body: unknown = {}) {
    this.status = status
    this.responseText = JSON.stringify(body)
    act(() => void this.dispatchEvent(new Event(name)))
  }
}

let lines: Line[] = []
const lastLine = () => lines.at(-1) ?? new Line()

beforeEach(() => {
  lines = []
  vi.stubGlobal(
    'XMLHttpRequest',
    class extends Line {
      constructor() {
        super()
        lines.push(this)
      }
    },
  )
})

function Sender() {
  const transfers = useTransfers()
  return (
    <button type="button" onClick={() => transfers.send(clip.id, file)}>
      go
    </button>
  )
}

async function startSending() {
  const page = await renderPage(
    <TransfersProvider>
      <Sender />
      <ClipStage clip={clip} />
    </TransfersProvider>,
    { routes: { 'GET /upload-limits': () => ({ maxBytes: 1e9, maxDurationMs: 1e6, accepts: ['video/*'] }) } },
  )
  await page.user.click(screen.getByRole('button', { name: 'go' }))
  return page
}

const leavingIsWarned = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))

test('bytes are shown as they go, and leaving is warned about only meanwhile', async () => {
  const { queryClient } = await startSending()
  lastLine().carries(1_500_000)
  expect(screen.getByText('1.5 MB of 4 MB')).toBeTruthy()
  expect(leavingIsWarned()).toBe(true)

  lastLine().says('load', 202, { ...clip, state: 'uploaded' })
  expect(queryClient.getQueryData(keys.clip(clip.id))).toMatchObject({ state: 'uploaded' })
  expect(leavingIsWarned()).toBe(false)
})

test.each(['error', 'abort'] as const)(
  'a line that ends with "%s" is said plainly, and one press sends the same file again',
  async (end) => {
    const { user } = await startSending()
    lastLine().carries(1_500_000)
    lastLine().says(end)
    expect(screen.getByRole('heading', { name: 'The connection broke' })).toBeTruthy()
    expect(screen.getByText(/Nothing is lost/)).toBeTruthy()
    expect(screen.queryByText(/left/)).toBeNull()

    await user.click(screen.getByRole('button', { name: 'Send again' }))
    expect(lines).toHaveLength(2)
    expect(lastLine().send.mock.calls[0]?.[0].get('file')).toMatchObject({
      name: 'lesson.mp4',
      size: file.size,
    })
    expect(screen.getByRole('heading', { name: 'Your clip is on its way' })).toBeTruthy()
  },
)

test('stopping is her own doing and is not called a broken line', async () => {
  const { user } = await startSending()
  await user.click(screen.getByRole('button', { name: 'Stop sending' }))
  expect(screen.getByRole('heading', { name: 'You stopped sending' })).toBeTruthy()
  expect(leavingIsWarned()).toBe(false)
})

test('a file that is refused says why and asks for another one, not for the same again', async () => {
  await startSending()
  lastLine().says('load', 413, { code: 'file-too-large', status: 413, requestId: 'r' })
  expect(screen.getByText(/larger than we can take/)).toBeTruthy()
  expect(await screen.findByRole('button', { name: 'Choose a video' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Send again' })).toBeNull()
})

test('a machine that cannot take it now is worth another try with the same file', async () => {
  await startSending()
  lastLine().says('load', 503, { code: 'storage-unavailable', status: 503, requestId: 'r' })
  expect(screen.getByRole('button', { name: 'Send again' })).toBeTruthy()
})

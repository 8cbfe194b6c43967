import { fireEvent, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { renderPage } from '../../testing/render-page.tsx'
import { Timeline } from './timeline.tsx'

const vtt = `WEBVTT

00:00.000 --> 00:10.000
sheet.jpg#xywh=0,0,160,90

00:10.000 --> 00:20.000
sheet.jpg#xywh=160,0,160,90
`
function peaksFile() {
  const bytes = new Uint8Array(26)
  const view = new DataView(bytes.buffer)
  for (const [n, value] of [2, 1, 8000, 400, 1, 1].entries()) view.setInt32(n * 4, value, true)
  view.setInt8(25, 100)
  return bytes
}

type Part = Partial<Parameters<typeof Timeline>[0]>

async function show(part: Part, files: Record<string, BodyInit> = {}) {
  const asked: string[] = []
  const answer = async (url: string) => {
    asked.push(url)
    const body = files[url]
    return body === undefined ? new Response(null, { status: 404 }) : new Response(body)
  }
  await renderPage(
    <Timeline
      engine={undefined}
      startMs={0}
      durationMs={20_000}
      bufferedMs={0}
      madeUntilMs={null}
      storyboardUrl="/media/storyboard.vtt"
      peaksUrl={null}
      showsSound={false}
      marks={[]}
      room={false}
      activeMarkId={undefined}
      stretch={null}
      onSeek={() => undefined}
      onMarkPress={() => undefined}
      {...part}
    />,
    { answer },
  )
  const bar = screen.getAllByRole('slider', { name: 'Place in the clip' }).at(-1) as HTMLElement
  return { asked, bar }
}

test('pictures are fetched once, when someone first points at the timeline', async () => {
  const { asked, bar } = await show({}, { '/media/storyboard.vtt': vtt })
  expect(asked).toEqual([])
  fireEvent.input(bar, { target: { value: '12000' } })
  const preview = await screen.findByTestId('preview')
  expect(preview.textContent).toBe('0:12')
  const picture = preview.querySelector('img')
  expect(picture?.getAttribute('src')).toBe(`${location.origin}/media/sheet.jpg`)
  expect(picture?.style.transform).toMatch(/translate\(-160px/)
  fireEvent.input(bar, { target: { value: '3000' } })
  expect(preview.querySelector('img')?.style.transform).not.toMatch(/160px/)
  expect(asked).toEqual(['/media/storyboard.vtt'])
})

test('a sheet that cannot be fetched leaves no empty frame behind', async () => {
  const { bar } = await show({}, { '/media/storyboard.vtt': vtt })
  fireEvent.input(bar, { target: { value: '12000' } })
  const picture = (await screen.findByTestId('preview')).querySelector('img')
  if (picture) fireEvent.error(picture)
  expect(screen.queryByTestId('preview')).toBeNull()
})

test.each<[string, Record<string, BodyInit>]>([
  ['they cannot be fetched', {}],
  ['their list is no list', { '/media/storyboard.vtt': '<!doctype html>' }],
  ['their list has no end', { '/media/storyboard.vtt': `WEBVTT\n\n${'x'.repeat(1_000_001)}` }],
])('nothing is shown where %s', async (_, files) => {
  const { asked, bar } = await show({}, files)
  fireEvent.input(bar, { target: { value: '12000' } })
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  expect(screen.queryByTestId('preview')).toBeNull()
})

test('nothing is asked for where there are no pictures', async () => {
  const { asked, bar } = await show({ storyboardUrl: null })
  fireEvent.input(bar, { target: { value: '12000' } })
  expect(screen.queryByTestId('preview')).toBeNull()
  expect(asked).toEqual([])
})

test('the sound is drawn when there is time for it, and not before', async () => {
  const files = { '/media/peaks.dat': peaksFile() }
  const early = await show({ peaksUrl: '/media/peaks.dat' }, files)
  expect(early.asked).toEqual([])
  const due = await show({ peaksUrl: '/media/peaks.dat', showsSound: true }, files)
  expect(await screen.findByTestId('waveform')).toBeTruthy()
  expect(due.asked).toEqual(['/media/peaks.dat'])
})

test('what is no drawing of sound is none', async () => {
  const { asked } = await show(
    { peaksUrl: '/media/peaks.dat', showsSound: true },
    { '/media/peaks.dat': vtt },
  )
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  expect(screen.queryByTestId('waveform')).toBeNull()
})

test('a clip that is made to its half says so', async () => {
  const { bar } = await show({ madeUntilMs: 10_000 })
  const described = document.getElementById(bar.getAttribute('aria-describedby') ?? '')
  expect(described?.textContent).toBe('Prepared up to 0:10 so far')
})

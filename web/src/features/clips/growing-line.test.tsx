import type { Clip, ClipMedia } from '@cuepoint/contracts'
import { screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { InRouter } from '../../testing/in-router.tsx'
import { renderPage } from '../../testing/render-page.tsx'
import { createScenes } from '../../testing/scenes.ts'
import { DamagedNote } from './damaged-note.tsx'
import { GrowingLine } from './growing-line.tsx'

const scenes = createScenes(Date.now(), (ms) => new Date(ms).toISOString())
const growing = (media: Partial<ClipMedia>, part: Partial<Clip> = {}) =>
  scenes.clip({ media: scenes.media({ complete: false, ...media }), progressPercent: 40, ...part })

/** The page as the clip changes: each press shows the next of its states. */
function Steps({ clips }: { clips: readonly Clip[] }) {
  const [n, setN] = useState(0)
  const clip = clips[n]
  return (
    <>
      {clip && <GrowingLine clip={clip} />}
      <button type="button" onClick={() => setN(n + 1)}>
        next
      </button>
    </>
  )
}
const said = () => document.querySelector('[aria-live=polite]')?.textContent

test('says what still comes and about when', async () => {
  await renderPage(<GrowingLine clip={growing({ partly: true }, { remainingMs: 170_000 })} />)
  expect(screen.getByText('You can watch already. All of it can be watched in about 3 minutes.')).toBeTruthy()
})

test('makes no promise of minutes that nobody knows', async () => {
  await renderPage(<GrowingLine clip={growing({})} />)
  expect(screen.getByText('You can watch already. Sharper pictures will join by themselves.')).toBeTruthy()
})

test('tells changes of state aloud, not those of the minutes, and goes away in the end', async () => {
  const { user } = await renderPage(
    <Steps
      clips={[
        growing({ partly: true }, { remainingMs: 170_000 }),
        growing({ partly: true }, { remainingMs: 110_000 }),
        growing({}, { remainingMs: 400_000 }),
        scenes.clip(),
      ]}
    />,
  )
  const next = () => user.click(screen.getByRole('button', { name: 'next' }))
  expect(said()).toBe('')
  await next()
  expect(screen.getByText(/in about 2 minutes/)).toBeTruthy()
  expect(said()).toBe('')
  await next()
  expect(screen.getByText(/in about 7 minutes/)).toBeTruthy()
  expect(said()).toBe('All of it can be watched now. Sharper pictures will join by themselves.')
  await next()
  expect(screen.queryByText(/You can watch already/)).toBeNull()
  expect(said()).toBe('Everything is there now.')
})

test('a file that broke off is told calmly, with the way to send it again', async () => {
  await renderPage(
    <InRouter>
      <DamagedNote />
    </InRouter>,
  )
  expect(screen.getByText(/What was good of it is here, and your original is kept/)).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Send it again' }).getAttribute('href')).toBe('/clips/new')
})

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ReadingBounds, readLines } from './read-lines.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-lines-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A shell script in the place of ffprobe. */
async function reading(
  script: string,
  bounds: Partial<ReadingBounds> = {},
  onLine: (line: string) => 'enough' | void = () => undefined,
) {
  const ffprobePath = join(folder, `probe-${Math.random().toString(36).slice(2)}`)
  await writeFile(ffprobePath, `#!/bin/sh\n${script}\n`)
  await chmod(ffprobePath, 0o755)
  const lines: string[] = []
  const read = await readLines(
    { ffprobePath, wrapper: { setprivPath: undefined, niceness: 0 } },
    [],
    (line) => {
      lines.push(line)
      return onLine(line)
    },
    AbortSignal.timeout(20_000),
    bounds,
  )
  return { ...read, lines }
}

test('whole lines arrive, the last one without an end too', async () => {
  expect(await reading('printf "one\\n\\ntwo\\nthree"; echo oh >&2; exit 3')).toMatchObject({
    lines: ['one', '', 'two', 'three'],
    exitCode: 3,
    complaints: 'oh\n',
    ended: 'by-itself',
    signal: null,
  })
})

test('the listener may have enough', async () => {
  const read = await reading('exec yes', {}, (line) => (line === 'y' ? 'enough' : undefined))
  expect(read).toMatchObject({ lines: ['y'], ended: 'enough' })
})

test('endless printing and endless lines are cut off; as much as is allowed is not', async () => {
  expect(await reading('exec yes', { maxBytes: 50_000 })).toMatchObject({ ended: 'too-much' })
  expect(await reading('exec tr "\\0" x < /dev/zero')).toMatchObject({ ended: 'too-much' })
  expect(await reading('printf "12345\\n"', { maxBytes: 6 })).toMatchObject({
    lines: ['12345'],
    ended: 'by-itself',
  })
})

test('complaining without end is cut off, and some of it is not', async () => {
  expect(await reading('exec yes >&2')).toMatchObject({ ended: 'complaining' })
  expect(await reading('yes | head -c 100000 >&2')).toMatchObject({ ended: 'by-itself', exitCode: 0 })
})

test('a tool that says nothing is not waited for', async () => {
  expect(await reading('exec sleep 30', { timeLimitMs: 200 })).toMatchObject({ ended: 'too-slow' })
})

test('what the kernel ends is told by its signal', async () => {
  expect(await reading('kill -XCPU $$')).toMatchObject({ signal: 'SIGXCPU', ended: 'by-itself' })
})

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { startAppUnderTest } from './testing/app-under-test.ts'

const run = (args: string[], env: Record<string, string>) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, 'first-program.ts'), ...args], { env })

test('an operator begins a program, and its first lead joins by the printed link', async () => {
  await using stage = await startAppUnderTest()
  const { stdout } = await run(
    ['--name', 'Valle Norte', '--lead', 'Lead@school.example', '--language', 'es'],
    {
      DATABASE_URL: stage.database.ownerUrl,
      PUBLIC_URL: 'https://coaching.example/',
    },
  )
  const token = /^https:\/\/coaching\.example\/invitation#([\w-]{43})\n$/.exec(stdout)?.[1]
  const joined = await stage.ask('POST', '/api/invitations/accept', undefined, {
    token,
    name: 'Lena',
    password: 'three green mangoes',
    language: 'es',
    timeZone: 'America/Lima',
  })
  expect(joined.json()).toMatchObject({
    email: 'lead@school.example',
    programs: [{ name: 'Valle Norte', roles: ['lead'] }],
  })
})

test('what is missing is said plainly', async () => {
  await expect(run([], {})).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('--lead') })
  await expect(run(['--name', 'Valle Norte', '--lead', 'lead@school.example'], {})).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/DATABASE_URL is missing\n.*PUBLIC_URL is missing/),
  })
})

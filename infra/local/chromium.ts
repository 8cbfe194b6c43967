import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findTool, toolVersion } from './find-tool.ts'
import type { Ground } from './part.ts'
import { PlainFault } from './plain-fault.ts'
import { runCommand } from './run-command.ts'
import { takeRunLock } from './run-lock.ts'

export type ChromiumForTests = {
  readonly executablePath: string
  readonly version: string
  readonly from: string
  readonly args: readonly string[]
}

/** No sandbox, because a container or root has none to give; nothing that reaches out of the machine by itself. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A browser for the tests: CHROMIUM_PATH, else Chromium or Chrome of this machine, else the one from npm, unpacked in the cache. */
export async function findChromium(ground: Ground): Promise<ChromiumForTests> {
  const named = ground.env['CHROMIUM_PATH']
  const installed =
    named ??
    findTool(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'], ground.env['PATH'])
  const version = installed && (await toolVersion(installed, ['--version']))
  if (installed && version)
    return { executablePath: installed, version, from: named ? 'CHROMIUM_PATH' : installed, args }
  if (named)
    throw new PlainFault(
      `CHROMIUM_PATH names ${named}, which does not run. Next: correct it or leave it out.`,
    )
  const unpacked = await unpack(ground)
  const unpackedVersion = await toolVersion(unpacked, ['--version', '--no-sandbox'])
  if (!unpackedVersion) {
    throw new PlainFault(
      'The browser from @sparticuz/chromium does not run here. Next: install Chromium, or name one in CHROMIUM_PATH.',
    )
  }
  return { executablePath: unpacked, version: unpackedVersion, from: '@sparticuz/chromium', args }
}

/** A wrapper, so that its libraries and fonts reach the browser alone and not the process that starts it. */
async function unpack(ground: Ground): Promise<string> {
  const home = join(ground.cacheDir, 'chromium')
  const wrapper = join(home, 'run')
  mkdirSync(home, { recursive: true })
  const lock = await takeRunLock(`${home}.lock`, 120_000)
  if ('heldBy' in lock)
    throw new PlainFault(
      `Another run is unpacking the browser (process ${lock.heldBy}). Next: wait for it or end it.`,
    )
  try {
    if (existsSync(wrapper)) return wrapper
    rmSync(home, { recursive: true, force: true })
    mkdirSync(home, { recursive: true })
    const script = join(ground.root, 'infra/local/chromium-unpack.ts')
    const { code, output } = await runCommand(ground.root, process.execPath, [script], {
      env: { TMPDIR: home, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
    })
    if (code !== 0)
      throw new PlainFault(`The browser from @sparticuz/chromium could not be unpacked:\n${output}`)
    writeFileSync(join(home, 'fonts/fonts.conf'), fontSettings(home))
    const environment = `LD_LIBRARY_PATH='${home}/al2023/lib:${home}' FONTCONFIG_PATH='${home}/fonts'`
    writeFileSync(wrapper, `#!/bin/sh\n${environment} exec '${home}/chromium' "$@"\n`)
    chmodSync(wrapper, 0o755)
    return wrapper
  } finally {
    lock.release()
  }
}

/** The package's own settings name folders of another system; without any font the browser ends at the first letter. */
function fontSettings(home: string): string {
  const folders = [join(home, 'fonts/fonts'), '/usr/share/fonts']
    .map((folder) => `<dir>${folder}</dir>`)
    .join('')
  const header = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
  return `${header}<fontconfig>${folders}<cachedir>${join(home, 'font-cache')}</cachedir></fontconfig>\n`
}

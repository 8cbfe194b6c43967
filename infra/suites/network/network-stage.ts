import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from '../../local/chromium.ts'
import { openProductStage } from '../stage/product-stage.ts'
import { signInTeacher, type Teacher } from '../stage/teacher.ts'
import { openPhone, type Phone } from '../stage/phone.ts'
import { type LineSettings, openThinLine, type ThinLine } from './thin-line.ts'

export type NetworkStage = {
  readonly teacher: Teacher
  /** A file of random bytes: what is in it is nothing to the line. */
  readonly makeFile: (name: string, bytes: number) => Promise<string>
  /** A phone behind a line of its own; both end with `close`. */
  readonly openPhone: (
    line: Omit<LineSettings, 'to'>,
  ) => Promise<{ readonly phone: Phone; readonly line: ThinLine; readonly close: () => Promise<void> }>
  readonly close: () => Promise<void>
}

/** The whole product but for the worker: what becomes of the files is not what is asked here. */
export async function openNetworkStage(): Promise<NetworkStage> {
  const stage = await openProductStage()
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-network-'))
  const close = async (): Promise<void> => {
    await stage.close()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await stage.product.part('worker').stop()
    const teacher = await signInTeacher(stage.product.url, stage.product.env['DATABASE_URL'] ?? '')
    const chromium = await findChromium(stage.ground)
    let phones = 0
    return {
      teacher,
      makeFile: async (name, bytes) => {
        const file = join(folder, name)
        await writeFile(file, randomBytes(bytes))
        return file
      },
      openPhone: async (settings) => {
        phones += 1
        const profileDir = join(folder, `phone-${phones}`)
        await mkdir(profileDir)
        const line = await openThinLine({ ...settings, to: stage.product.url })
        const phone = await openPhone({ chromium, profileDir, url: line.url, cookie: teacher.cookie })
        return {
          phone,
          line,
          close: async () => {
            await phone.close()
            await line.close()
          },
        }
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

import type { Input } from './inputs.ts'
import type { ReferenceRung } from './rungs.ts'

/** What a reference is made from. The commands run one after the other, in a folder of their own. */
export type ReferenceJob = {
  readonly input: Pick<Input, 'file' | 'seconds' | 'width' | 'height' | 'kbit'>
  readonly rungs: readonly ReferenceRung[]
  /** For the decoder and each encoder, where a reference says so at all. */
  readonly threads: number
  /** An existing folder. */
  readonly dir: string
}

/** Arguments of one ffmpeg, its name left out. */
export type ReferenceCommand = readonly string[]

import type { StoredFile } from '@cuepoint/db'
import { initOf } from '../ffmpeg/rendition-files.ts'
import { renditionOf, type WholeRendition } from '../publishing/rendition.ts'

export interface FinishedRendition extends WholeRendition {
  /** The run that wrote its header file. */
  readonly initBy: string
}

/** What is in storage of these renditions: every segment from the first up to a hole, or to the end. */
export function storedRenditions(
  names: readonly string[],
  files: readonly StoredFile[],
): FinishedRendition[] {
  const stored = new Map(
    files.flatMap((file) =>
      file.size_bytes === null
        ? []
        : [[file.name, { sizeBytes: file.size_bytes, by: file.written_by ?? '' }]],
    ),
  )
  return names.flatMap((name) => {
    const whole = renditionOf(name, segmentsOf(name, files), stored)
    const init = stored.get(initOf(name))
    return whole && init ? [{ ...whole, initBy: init.by }] : []
  })
}

/** In order of their numbers, from 0 up to the first that is not listed. */
function segmentsOf(name: string, files: readonly StoredFile[]): { file: string; durationMs: number }[] {
  const pattern = new RegExp(`^${name}-(\\d{5,})\\.m4s$`)
  const numbered = files
    .flatMap((file) => {
      const index = pattern.exec(file.name)?.[1]
      return index === undefined
        ? []
        : [{ index: Number(index), file: file.name, durationMs: file.duration_ms ?? 0 }]
    })
    .sort((a, b) => a.index - b.index)
  return numbered.filter(({ index }, i) => index === i).map(({ file, durationMs }) => ({ file, durationMs }))
}

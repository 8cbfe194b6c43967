import { checksumChecks } from './checksum-checks.ts'
import { corsChecks } from './cors-checks.ts'
import { libraryChecks } from './library-checks.ts'
import { listChecks } from './list-checks.ts'
import { multipartChecks } from './multipart-checks.ts'
import { objectChecks } from './object-checks.ts'
import { presignedChecks } from './presigned-checks.ts'
import type { Check } from './scene.ts'
import { signingChecks } from './signing-checks.ts'

/** What Cuepoint, and a browser that speaks to storage itself, may rely on: any endpoint can be held to it. */
export const contract: readonly Check[] = [
  ...objectChecks,
  ...checksumChecks,
  ...listChecks,
  ...multipartChecks,
  ...libraryChecks,
  ...presignedChecks,
  ...signingChecks,
  ...corsChecks,
]

import type { JobRegistry, PayloadOf } from './define-job.ts'
import { encodePart } from './encode-part.ts'
import { finishClip } from './finish-clip.ts'
import { notify } from './notify.ts'
import { processClip } from './process-clip.ts'
import { removeClip } from './remove-clip.ts'
import { sweep } from './sweep.ts'

/** Every job there is. Adding one here makes the compiler ask for its handler. */
export const jobs = {
  'process-clip': processClip,
  'encode-part': encodePart,
  'finish-clip': finishClip,
  notify,
  sweep,
  'remove-clip': removeClip,
} as const satisfies JobRegistry

export type JobName = keyof typeof jobs
export type JobPayload<Name extends JobName> = PayloadOf<typeof jobs, Name>

/** What an outbox row holds: written in the same transaction as the fact that asks for the work. */
export interface JobRequest {
  readonly job: JobName
  readonly payload: object
}

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobs, name)
}

/** Builds the outbox entry for a job; throws BadJobPayload when it is not as declared. */
export function jobRequest<Name extends JobName>(job: Name, payload: JobPayload<Name>): JobRequest {
  return { job, payload: jobs[job].parse(payload) }
}

import { S3Error } from './s3-error.ts'

/** How often the endpoint misbehaves, each rate from 0 to 1. All zero is a sound endpoint. */
export type FaultSettings = {
  /** Answered with 500 or 503 before anything was done. */
  errorRate: number
  /** Connection reset, half of them before anything was done, half after, with the answer lost on the way. */
  resetRate: number
  /** A Complete answered 200 with an error in the body, and not done. */
  completeErrorRate: number
  /** Waited before every answer. */
  latencyMs: number
  /** Only these operations, such as UploadPart; empty for all. */
  operations: readonly string[]
}

export const soundEndpoint: FaultSettings = {
  errorRate: 0,
  resetRate: 0,
  completeErrorRate: 0,
  latencyMs: 0,
  operations: [],
}

export type Fault = 'none' | 'error' | 'reset-before' | 'reset-after' | 'complete-error'

/** Lays changes over settings. Throws InvalidRequest for a name or value that is none, so that no typing error passes. */
export function changeFaults(current: FaultSettings, changes: unknown): FaultSettings {
  const refuse = (name: string) =>
    new S3Error('InvalidRequest', `The fault setting ${name} is unknown or out of range.`)
  if (typeof changes !== 'object' || changes === null) throw refuse('document')
  const next = { ...current }
  for (const [name, value] of Object.entries(changes)) {
    if (name === 'operations' && Array.isArray(value) && value.every((entry) => typeof entry === 'string'))
      next.operations = value
    else if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw refuse(name)
    else if (name === 'latencyMs') next.latencyMs = value
    else if (value > 1) throw refuse(name)
    else if (name === 'errorRate' || name === 'resetRate' || name === 'completeErrorRate') next[name] = value
    else throw refuse(name)
  }
  return next
}

/** `random` gives numbers from 0 to below 1; a seeded one makes a run repeatable. */
export function chooseFault(settings: FaultSettings, operation: string, random: () => number): Fault {
  if (settings.operations.length > 0 && !settings.operations.includes(operation)) return 'none'
  if (operation === 'CompleteMultipartUpload' && random() < settings.completeErrorRate)
    return 'complete-error'
  if (random() < settings.errorRate) return 'error'
  if (random() < settings.resetRate) return random() < 0.5 ? 'reset-before' : 'reset-after'
  return 'none'
}

export const faultError = (random: () => number): S3Error =>
  random() < 0.5
    ? new S3Error('InternalError', 'We encountered an internal error. Please try again.')
    : new S3Error('SlowDown', 'Please reduce your request rate.')
